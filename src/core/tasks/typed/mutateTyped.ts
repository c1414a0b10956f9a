import type { FunctionDef, Module, Statement } from '../../python/ast.ts';
import { nodesOf } from '../../python/nodesOf.ts';
import { parseModule } from '../../python/parser.ts';
import { unparse } from '../../python/unparse.ts';
import type { RandomStream } from '../../rng.ts';
import { nextName, variableNames } from '../lists/operations.ts';
import { programFacts, renameBound } from '../programFacts.ts';
import type { Run } from '../warmupExample.ts';
import { type Grammar, letters, type Variable } from './grammar.ts';
import { situationsOf } from './situationsOf.ts';
import { canGoOn, randomUnit, type Situation } from './typedProgram.ts';

type Change = 'insert' | 'replace' | 'remove' | 'constant' | 'operator';

/** How often each change is tried first; where it is not possible, another one is. */
const SHARES: readonly (readonly [Change, number])[] = [
  ['insert', 0.4],
  ['replace', 0.2],
  ['remove', 0.1],
  ['constant', 0.15],
  ['operator', 0.15],
];
/** Lines that a unit that is put in may run, and tries to find one of the type that the rest of the program needs. */
const MOST_LINES = 5;
const TRIES = 30;

/**
 * The program with one thing changed: a statement, an `if` or a `for` of the grammar put in, put in another's place or taken out, a constant
 * or an operator changed. What follows reads the new variable in place of the old one, and names go round the alphabet again. The types of the
 * variables are those that they have in a run on `input`. Undefined where the program is not a run of plain statements or does not run.
 */
export function mutateTyped(
  random: RandomStream,
  grammar: Grammar,
  { program, input }: { program: string; input: string },
  run: Run,
): string | undefined {
  const situations = situationsOf(program, input, run);
  if (!situations) return undefined;
  const { canonical } = programFacts(program);
  let draw = random.uniform();
  const first = SHARES.findIndex(([, share]) => (draw -= share) < 0);
  for (let i = 0; i < SHARES.length; i++) {
    const module = parseModule(program);
    const entry = module.body[0] as FunctionDef;
    const [change] = SHARES[(Math.max(0, first) + i) % SHARES.length];
    if (!changeEntry(random, grammar, entry, situations, change)) continue;
    const changed = inOrder(module, entry);
    if (programFacts(changed).canonical !== canonical) return changed;
  }
  return undefined;
}

/** Makes the change in the tree; false where it is not possible. `situations` has one for before each statement of the body. */
function changeEntry(
  random: RandomStream,
  grammar: Grammar,
  entry: FunctionDef,
  situations: readonly Situation[],
  change: Change,
): boolean {
  const units = entry.body.length - 1;
  switch (change) {
    case 'insert':
      return putUnit(random, grammar, entry, situations, random.integer(units + 1), 0);
    case 'replace':
      return units > 0 && putUnit(random, grammar, entry, situations, random.integer(units), 1);
    case 'remove': {
      const place = random.integer(Math.max(1, units));
      if (units < 2) return false;
      const [before, after] = [latest(situations[place]), latest(situations[place + 1])];
      if (before.type !== after.type) return false;
      entry.body.splice(place, 1);
      rename(entry.body.slice(place), after.name, before.name);
      return true;
    }
    case 'constant':
      return changeConstant(random, entry.body.slice(0, -1));
    case 'operator':
      return changeOperator(random, entry.body.slice(0, -1));
  }
}

/** Puts a unit of the grammar before the statement at `place`, over as many as `over`. */
function putUnit(
  random: RandomStream,
  grammar: Grammar,
  entry: FunctionDef,
  situations: readonly Situation[],
  place: number,
  over: 0 | 1,
): boolean {
  const lastName = beforeFreshName(entry);
  const situation = { variables: situations[place].variables, lastName };
  if (lastName === undefined || !canGoOn(grammar, situation as Situation)) return false;
  const old = latest(situations[place + over]);
  const isLast = place + over === entry.body.length - 1;
  for (let i = 0; i < TRIES; i++) {
    const unit = randomUnit(random, grammar, situation as Situation, MOST_LINES);
    const result = latest(unit);
    if (!isLast && result.type !== old.type) continue;
    const written = parseModule(unit.lines.join('\n')).body;
    if (over === 1 && unparse(written[0]) === unparse(entry.body[place])) continue;
    entry.body.splice(place, over, ...written);
    rename(entry.body.slice(place + written.length), old.name, result.name);
    return true;
  }
  return false;
}

const digits: readonly (number | string)[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A digit or letter of the statements changed into another; those in slices and indices stay, being parts of an operation. */
function changeConstant(random: RandomStream, statements: readonly Statement[]): boolean {
  const changes = nodesOf(statements, ({ kind }) => kind !== 'Subscript').flatMap((node): (() => void)[] => {
    if (node.kind !== 'Constant') return [];
    const { value } = node;
    const others = [digits, letters].find((kind: readonly unknown[]) => kind.some((constant) => constant === value));
    if (!others) return [];
    return [() => Object.assign(node, { value: random.pick(others.filter((other) => other !== value)) })];
  });
  if (changes.length === 0) return false;
  random.pick(changes)();
  return true;
}

/** Operators that stand for each other on the same types. */
const OTHERS: Readonly<Record<string, string>> = {
  FloorDiv: 'Mod',
  Mod: 'FloorDiv',
  Gt: 'Lt',
  Lt: 'Gt',
  In: 'NotIn',
  NotIn: 'In',
  max: 'min',
  min: 'max',
};

function changeOperator(random: RandomStream, statements: readonly Statement[]): boolean {
  const changes = nodesOf(statements).flatMap((node): (() => void)[] => {
    if (node.kind === 'BinOp' && OTHERS[node.op]) return [() => Object.assign(node, { op: OTHERS[node.op] })];
    if (node.kind === 'Compare' && node.ops.length === 1 && OTHERS[node.ops[0]])
      return [() => Object.assign(node, { ops: [OTHERS[node.ops[0]]] })];
    if (node.kind === 'Name' && node.ctx === 'Load' && OTHERS[node.id])
      return [() => Object.assign(node, { id: OTHERS[node.id] })];
    return [];
  });
  if (changes.length === 0) return false;
  random.pick(changes)();
  return true;
}

function rename(statements: readonly Statement[], from: string, to: string): void {
  for (const node of nodesOf(statements)) if (node.kind === 'Name' && node.id === from) node.id = to;
}

/** A name after which comes one that the program does not have yet. */
function beforeFreshName(entry: FunctionDef): string | undefined {
  const used = new Set(nodesOf([entry]).flatMap((node) => (node.kind === 'Name' ? [node.id] : [])));
  for (const { arg } of entry.args.args) used.add(arg);
  return variableNames.find((name) => !used.has(nextName(name)));
}

/** The text, its names in the order of the alphabet from the first parameter's on. */
function inOrder(module: Module, entry: FunctionDef): string {
  const start = Math.max(0, variableNames.indexOf(entry.args.args[0].arg));
  return unparse(renameBound(module, (index) => variableNames[(start + index) % variableNames.length]));
}

function latest({ variables }: Pick<Situation, 'variables'>): Variable {
  return variables[variables.length - 1];
}
