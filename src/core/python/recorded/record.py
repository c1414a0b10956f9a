"""Records what CPython 3.11 answers to the rows of the files given: PYTHONHASHSEED=0 python3 record.py FILE.json …

A row is {"code", "call"}; the answer is put into it as "output" (the repr) or "error" (type, message, line).
"""
import contextlib
import io
import json
import sys
import warnings

warnings.simplefilter('ignore')


def answer(row):
    stdout = io.StringIO()
    names = {'__name__': '__main__'}
    with contextlib.redirect_stdout(stdout):
        try:
            exec(compile(row['code'], '<program>', 'exec', dont_inherit=True), names)
            return {'output': repr(eval(compile(row['call'], '<call>', 'eval'), names)), 'stdout': stdout.getvalue()}
        except BaseException as error:
            line, traceback = 0, error.__traceback__
            while traceback:
                if traceback.tb_frame.f_code.co_filename == '<program>':
                    line = traceback.tb_lineno
                traceback = traceback.tb_next
            return {'error': {'type': type(error).__name__, 'message': str(error), 'line': line}, 'stdout': stdout.getvalue()}


for path in sys.argv[1:]:
    with open(path) as file:
        rows = json.load(file)
    for row in rows:
        recorded = answer(row)
        if not recorded['stdout']:
            del recorded['stdout']
        row.pop('output', None)
        row.pop('error', None)
        row.update(recorded)
    with open(path, 'w') as file:
        file.write('[\n' + ',\n'.join(json.dumps(row, ensure_ascii=False) for row in rows) + '\n]\n')
