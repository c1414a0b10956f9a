import type { RandomStream } from '../../rng.ts';
import { nextName, variableNames } from '../lists/operations.ts';
import { type Bounds, type Grammar, isSmall, type Operation, randomConstants, type Variable } from './grammar.ts';

/** A statement, an `if` with `else`, or a `for`, and what it leaves behind. */
export interface Unit {
  /** Source lines, indented relative to the body. */
  lines: string[];
  /** Lines that it runs, on every input. */
  depth: number;
  /** Variables after it, the latest last. */
  variables: Variable[];
  /** The last name taken, from which the next statement's name follows. */
  lastName: string;
}

/** A program of a typed language: every unit reads the latest variable, so that nothing is computed in vain. */
export interface TypedProgram {
  parameters: Variable[];
  units: Unit[];
}

/** Chances of an `if` and of a `for` where one fits; else it is a statement. */
const BRANCH_CHANCE = 0.22;
const LOOP_CHANCE = 0.3;

/** Source text, as `ast.unparse` writes it. */
export function typedText({ parameters, units }: TypedProgram): string {
  const body = units.flatMap(({ lines }) => lines.map((line) => `    ${line}\n`)).join('');
  const { variables } = situationAfter({ parameters, units });
  const names = parameters.map(({ name }) => name).join(', ');
  return `def f(${names}):\n${body}    return ${latest(variables).name}`;
}

/** Lines that it runs. */
export function typedDepth({ units }: TypedProgram): number {
  return units.reduce((sum, { depth }) => sum + depth, 0);
}

/** A random program without a unit yet. */
function emptyTyped(random: RandomStream, grammar: Grammar): TypedProgram {
  const first = random.pick(variableNames);
  let name = first;
  const parameters = grammar.parameters.map((parameter, i) => {
    if (i > 0) name = nextName(name);
    return { ...parameter, name };
  });
  return { parameters, units: [] };
}

/** A random program that runs `depth` lines. */
export function randomTyped(random: RandomStream, grammar: Grammar, depth: number): TypedProgram {
  const program = emptyTyped(random, grammar);
  goOn(random, grammar, program, depth);
  return program;
}

/** A random program that runs `depth` lines, one of which, at a random place, is a statement with one of the grammar's rare operations. */
export function rareTyped(random: RandomStream, grammar: Grammar, depth: number): TypedProgram {
  const rare = { ...grammar, operations: grammar.rare };
  for (;;) {
    const program = emptyTyped(random, grammar);
    goOn(random, grammar, program, random.integer(depth));
    const situation = situationAfter(program);
    if (!canGoOn(rare, situation)) continue;
    program.units.push(randomStatement(random, rare, situation));
    goOn(random, grammar, program, depth);
    return program;
  }
}

/** Adds random units until the program runs `depth` lines. */
function goOn(random: RandomStream, grammar: Grammar, program: TypedProgram, depth: number): void {
  for (let left = depth - typedDepth(program); left > 0; left = depth - typedDepth(program)) {
    program.units.push(randomUnit(random, grammar, situationAfter(program), left));
  }
}

/** What a next unit begins with. */
export type Situation = Pick<Unit, 'variables' | 'lastName'>;

export function situationAfter({ parameters, units }: TypedProgram): Situation {
  return units.at(-1) ?? { variables: parameters, lastName: latest(parameters).name };
}

/** Whether the grammar has a unit to go on with. */
export function canGoOn(grammar: Grammar, situation: Situation): boolean {
  return fitting(grammar, situation).length > 0;
}

/** A random unit that runs at most `most` lines. */
export function randomUnit(random: RandomStream, grammar: Grammar, situation: Situation, most: number): Unit {
  const draw = random.uniform();
  const compound =
    draw < BRANCH_CHANCE && most >= 2
      ? randomBranch(random, grammar, situation)
      : draw < BRANCH_CHANCE + LOOP_CHANCE
        ? randomLoop(random, grammar, situation, most)
        : undefined;
  return compound ?? randomStatement(random, grammar, situation);
}

/** A random assignment to the next name. */
export function randomStatement(random: RandomStream, grammar: Grammar, situation: Situation): Unit {
  const { line, result } = assignment(random, situation, random.pick(fitting(grammar, situation)));
  return { lines: [line], depth: 1, variables: [...situation.variables, result], lastName: result.name };
}

/** Both branches assign the next name a value of one type and length, and so run one line each. */
function randomBranch(random: RandomStream, grammar: Grammar, situation: Situation): Unit | undefined {
  const x = latest(situation.variables);
  const conditions = grammar.conditions.filter(({ on, other }) => on === x.type && has(situation, other));
  if (conditions.length === 0) return undefined;
  const { test, other } = random.pick(conditions);
  const operation = random.pick(fitting(grammar, situation));
  const then = assignment(random, situation, operation);
  const alike = fitting(grammar, situation).flatMap((candidate) => {
    const otherwise = assignment(random, situation, candidate);
    const { type, length } = otherwise.result;
    return type === then.result.type && length === then.result.length && otherwise.line !== then.line
      ? [otherwise]
      : [];
  });
  if (alike.length === 0) return undefined;
  const otherwise = random.pick(alike);
  const result = { ...then.result, most: Math.max(then.result.most, otherwise.result.most) };
  const condition = test(x.name, pickOther(random, situation, other)?.name ?? '', randomConstants(random));
  return {
    lines: [`if ${condition}:`, `    ${then.line}`, 'else:', `    ${otherwise.line}`],
    depth: 2,
    variables: [...situation.variables, result],
    lastName: result.name,
  };
}

/** The body changes the latest variable; the loop's own variable takes the next name. */
function randomLoop(random: RandomStream, grammar: Grammar, situation: Situation, most: number): Unit | undefined {
  const x = latest(situation.variables);
  const options = grammar.loops
    .filter(({ changes, other }) => changes === x.type && has(situation, other))
    .flatMap((loop) => {
      const y = pickOther(random, situation, loop.other);
      return iterables(situation, loop.over)
        .filter(({ turns }) => 2 * turns + 1 <= most)
        .map((iterable) => {
          let changed = x;
          for (let turn = 0; turn < iterable.turns; turn++)
            changed = { ...changed, ...loop.turn?.(changed, iterable.item, y) };
          return { loop, ...iterable, y, changed };
        })
        .filter(({ changed }) => isSmall(changed.type, changed));
    });
  if (options.length === 0) return undefined;
  const { loop, turns, text, y, changed } = random.pick(options);
  const item = nextName(situation.lastName);
  return {
    lines: [`for ${item} in ${text}:`, `    ${loop.body(x.name, item, y.name)}`],
    depth: 2 * turns + 1,
    variables: [...situation.variables.slice(0, -1), changed],
    lastName: item,
  };
}

/** Earlier lists or texts, whole or without the first item. */
function iterables({ variables }: Situation, type: 'list' | 'text'): { text: string; turns: number; item: Bounds }[] {
  return variables
    .slice(0, -1)
    .filter((variable) => variable.type === type)
    .flatMap(({ name, length, most }) => [
      { text: name, turns: length, item: { length: 0, most } },
      ...(length > 2 ? [{ text: `${name}[1:]`, turns: length - 1, item: { length: 0, most } }] : []),
    ]);
}

/** Operations on the latest variable that have what they need and whose result stays small. */
function fitting(grammar: Grammar, situation: Situation): Operation[] {
  const { type } = latest(situation.variables);
  return grammar.operations.filter((operation) => operation.from === type && partners(situation, operation).length > 0);
}

/** Variables that an operation's y may be. */
function partners(situation: Situation, operation: Operation): Variable[] {
  return others(situation, operation.other).filter((y) => isSmall(operation.to, resultBounds(situation, operation, y)));
}

function resultBounds(situation: Situation, { bounds }: Operation, y: Variable): Bounds {
  const x = latest(situation.variables);
  return { length: x.length, most: x.most, ...bounds?.(x, y) };
}

function assignment(
  random: RandomStream,
  situation: Situation,
  operation: Operation,
): { line: string; result: Variable } {
  const y = random.pick(partners(situation, operation));
  const name = nextName(situation.lastName);
  const expression = operation.expression(latest(situation.variables).name, y.name, randomConstants(random));
  return {
    line: `${name} = ${expression}`,
    result: { name, type: operation.to, ...resultBounds(situation, operation, y) },
  };
}

/** Variables but the latest that an expression's y may be; the latest itself, unused, where it has none. */
function others({ variables }: Situation, type: Operation['other']): Variable[] {
  return type === undefined ? [latest(variables)] : variables.slice(0, -1).filter((variable) => variable.type === type);
}

const has = (situation: Situation, type: Operation['other']) => others(situation, type).length > 0;

function pickOther(random: RandomStream, situation: Situation, type: Operation['other']): Variable {
  return random.pick(others(situation, type));
}

function latest(variables: readonly Variable[]): Variable {
  return variables[variables.length - 1];
}
