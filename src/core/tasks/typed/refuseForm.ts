import type { Statement } from '../../python/ast.ts';
import { innerBodies, type ProgramFacts } from '../programFacts.ts';

const MOST_PARAMETERS = 3;

/**
 * Why a program is not of the form of the typed languages, as a sentence: one function f of one to three plain parameters, with
 * assignments, `if` and `for`, and at the end the return of a variable.
 */
export function refuseForm({ normalized, entry, parameters }: ProgramFacts): string | undefined {
  if (
    !entry ||
    !normalized.startsWith('def f(') ||
    normalized.split('\n').some((line, i) => i > 0 && !line.startsWith(' '))
  )
    return 'A program of this language is one function f.';
  const { posonlyargs, vararg, kwonlyargs, kwarg, defaults } = entry.args;
  if (posonlyargs.length + kwonlyargs.length + defaults.length > 0 || vararg || kwarg)
    return 'A program of this language has plain parameters.';
  if (parameters.length < 1 || parameters.length > MOST_PARAMETERS)
    return `A program of this language has one to ${MOST_PARAMETERS} parameters.`;
  const body = [...entry.body];
  const last = body.pop();
  if (last?.kind !== 'Return' || last.value?.kind !== 'Name')
    return 'A program of this language ends with the return of a variable.';
  const wrong = body.map(foreign).find((kind) => kind !== undefined);
  return wrong && `A program of this language has assignments, if and for, and no ${wrong} statement.`;
}

/** Kind of the first statement that has no place in the language. */
function foreign(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'Assign':
    case 'AugAssign':
      return undefined;
    case 'If':
    case 'For':
      return innerBodies(statement)
        .flat()
        .map(foreign)
        .find((kind) => kind !== undefined);
    default:
      return statement.kind;
  }
}
