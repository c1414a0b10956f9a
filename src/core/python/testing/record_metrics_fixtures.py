"""Records what radon and difflib make of some programs, for the tests of src/core/python/metrics.

Usage, with radon on the path: python3 recordMetricsFixtures.py PROGRAMS.json > metricsFixtures.json
"""
import ast
import difflib
import json
import sys

from radon.complexity import cc_visit
from radon.metrics import h_visit


def tree(node):
    fields = {'node_type': type(node).__name__}
    for name, value in ast.iter_fields(node):
        if name == 'ctx' or value is None:
            continue
        if isinstance(value, list):
            fields[name] = [tree(item) for item in value if isinstance(item, ast.AST)]
        else:
            fields[name] = tree(value) if isinstance(value, ast.AST) else value
    return fields


def text(source):
    return json.dumps(tree(ast.parse(source)), sort_keys=True, indent=2)


programs = json.load(open(sys.argv[1]))
rows = []
for index, source in enumerate(programs):
    total = h_visit(source).total
    other = programs[(index + 1) % len(programs)]
    rows.append({
        'source': source,
        'blocks': [[block.fullname, block.complexity] for block in cc_visit(source)],
        'halstead': {'h1': total.h1, 'h2': total.h2, 'N1': total.N1, 'N2': total.N2, 'volume': total.volume,
                     'difficulty': total.difficulty, 'effort': total.effort},
        'distanceToNext': 1 - difflib.SequenceMatcher(None, text(source), text(other)).ratio(),
    })
json.dump(rows, sys.stdout, indent=1)
print()
