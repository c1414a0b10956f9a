import type { FunctionDef, Statement } from '../../python/ast.ts';
import { parseModule } from '../../python/parser.ts';
import { programFacts } from '../programFacts.ts';
import type { Run } from '../warmupExample.ts';
import type { Variable } from './grammar.ts';
import { refuseForm } from './refuseForm.ts';
import type { Situation } from './typedProgram.ts';

/**
 * What each statement of a program's body finds in a run on `input`, the `return` last: the variables that the grammar knows of, with the types
 * and sizes of their values, the latest last. Undefined where the program is of another form, does not run, or its latest variable has no
 * such type.
 */
export function situationsOf(program: string, input: string, run: Run): Situation[] | undefined {
  const facts = programFacts(program);
  const result = run({ code: program, args: input, trace: true });
  if (!result.ok || refuseForm(facts)) return undefined;
  const { body } = parseModule(program).body[0] as FunctionDef;
  const names = [...facts.parameters];
  const situations: Situation[] = [];
  const state = new Map<string, string>();
  const depth = result.trace?.find(({ frame }) => frame === 'f')?.depth;
  for (const { event, frame, depth: at, line, changes } of result.trace ?? []) {
    if (frame !== 'f' || at !== depth) continue;
    for (const [name, value] of Object.entries(changes)) state.set(name, value);
    if (event !== 'line' || line !== body[situations.length]?.line) continue;
    const variables = names.flatMap((name) => variableOf(name, state.get(name)));
    if (variables.at(-1)?.name !== names.at(-1)) return undefined;
    situations.push({ variables, lastName: names[names.length - 1] });
    const assigned = assignedName(body[situations.length - 1]);
    if (assigned) names.push(...names.splice(0).filter((name) => name !== assigned), assigned);
  }
  return situations.length === body.length ? situations : undefined;
}

/** The variable that a statement, or the last one in it, sets or changes. */
function assignedName(statement: Statement | undefined): string | undefined {
  switch (statement?.kind) {
    case 'Assign':
    case 'AugAssign': {
      const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
      const base = target.kind === 'Subscript' ? target.value : target;
      return base.kind === 'Name' ? base.id : undefined;
    }
    case 'If':
    case 'For':
      return assignedName(statement.body.at(-1));
    default:
      return undefined;
  }
}

function variableOf(name: string, value = ''): Variable[] {
  const numbers = [...value.matchAll(/\d+/g)].map(Number);
  const most = Math.max(0, ...numbers);
  if (/^\d+$/.test(value)) return [{ name, type: 'number', length: 0, most }];
  if (/^\[[\d, ]*\]$/.test(value)) return [{ name, type: 'list', length: numbers.length, most }];
  if (/^'\w*'$/.test(value)) return [{ name, type: 'text', length: value.length - 2, most: 0 }];
  if (/^\{.*\}$/.test(value) && value.includes(':')) return [{ name, type: 'dict', length: 0, most }];
  return [];
}
