import type { RandomStream } from '../rng.ts';
import { nextName } from './lists/operations.ts';
import type { ProgramFacts } from './programFacts.ts';

/** How often a mutation adds a statement and how often it replaces one; otherwise it takes one out. */
const INSERT_SHARE = 0.5;
const REPLACE_SHARE = 0.3;

/** A statement of a straight-line program: its expression, and the name that it reads. */
interface Step {
  expression: string;
  reads: string;
}

/**
 * The program with a statement of the donor put in, one replaced by one of the donor's, or one taken out: genetic programming's crossover
 * and mutation on straight-line programs in which every statement assigns the next name from the one before. Undefined where one of the
 * two is of another form.
 */
export function mutateProgram(random: RandomStream, program: ProgramFacts, donor: ProgramFacts): string | undefined {
  const steps = stepsOf(program);
  const others = stepsOf(donor);
  if (!steps || !others || others.length === 0) return undefined;
  const step = random.pick(others);
  const draw = random.uniform();
  const place = random.integer(steps.length + 1);
  if (draw < INSERT_SHARE || steps.length === 0) steps.splice(place, 0, step);
  else if (draw < INSERT_SHARE + REPLACE_SHARE) steps.splice(Math.min(place, steps.length - 1), 1, step);
  else steps.splice(Math.min(place, steps.length - 1), 1);
  return programText(program.parameters[0], steps);
}

function stepsOf({ entry, parameters, statements }: ProgramFacts): Step[] | undefined {
  if (!entry || parameters.length !== 1 || entry.body.length !== statements.length + 1) return undefined;
  let reads = parameters[0];
  const steps: Step[] = [];
  for (const statement of statements) {
    const [, target, expression] = /^(\w+) = (.+)$/s.exec(statement) ?? [];
    if (target === undefined || !named(reads).test(expression)) return undefined;
    steps.push({ expression, reads });
    reads = target;
  }
  return steps;
}

function programText(parameter: string, steps: readonly Step[]): string {
  let name = parameter;
  let body = '';
  for (const { expression, reads } of steps) {
    const target = nextName(name);
    body += `    ${target} = ${expression.replace(named(reads), name)}\n`;
    name = target;
  }
  return `def f(${parameter}):\n${body}    return ${name}`;
}

const named = (name: string) => new RegExp(`\\b${name}\\b`, 'g');

/** The input with one of its digits changed; as it is when it has none. */
export function mutateInput(random: RandomStream, input: string): string {
  const digits = [...input.matchAll(/\d/g)];
  if (digits.length === 0) return input;
  const { index } = random.pick(digits);
  return input.slice(0, index) + random.integer(10) + input.slice(index + 1);
}
