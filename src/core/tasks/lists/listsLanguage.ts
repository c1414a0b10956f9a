import type { RandomStream } from '../../rng.ts';
import type { ProposalMode } from '../../runlog/events.ts';
import type { Language, ProgramWithInputs, Rewrite } from '../language.ts';
import { mutateProgram } from '../mutateProgram.ts';
import { type ProgramFacts, programFacts } from '../programFacts.ts';
import {
  type ChainProgram,
  chainText,
  digitsText,
  randomChain,
  randomDigits,
  randomLength,
  randomStatement,
  resultLength,
} from './grammar.ts';
import { nextName, operations, rareOperations, riskyOperations } from './operations.ts';

/** Language level 1: straight-line programs on one list of digits. */
export const listsLanguage: Language = {
  name: 'lists',
  closingLine: false,
  defaultSize: 'small',
  proposalTokens: { triplet: 150, input: 20 },
  warmupDepth: 3,
  heldOutDepth: { deduction: 12, abduction: 12, induction: 6, error: 8 },
  // The shipped base models were made before there was a test set; without this their warm-up could not be repeated.
  keptFromWarmup: { sets: ['development'], perDepth: 100, pairs: 1 },

  randomProgram(random, depth, inputs) {
    const length = randomLength(random);
    return { program: chainText(randomChain(random, depth, length)), inputs: distinctInputs(random, length, inputs) };
  },

  riskyProgram(random, depth) {
    const length = randomLength(random);
    const chain = randomChain(random, depth, length, () => [...operations, ...riskyOperations]);
    return { program: chainText(chain), input: digitsText(randomDigits(random, length)) };
  },

  rareProgram(random, depth, inputs) {
    const length = randomLength(random);
    const place = random.integer(depth);
    const chain = randomChain(random, depth, length, (index) => (index === place ? rareOperations : operations));
    return { program: chainText(chain), inputs: distinctInputs(random, length, inputs) };
  },

  randomRewrite(random, mode, maximumDepth) {
    if (mode === 'new') {
      // Deeper programs are drawn more often: there are only a few dozen of one statement, and proposers learn to repeat them.
      const depth = Math.max(1 + random.integer(maximumDepth), 1 + random.integer(maximumDepth));
      const any = () => this.randomProgram(random, 1 + random.integer(maximumDepth), 1);
      return {
        mode,
        references: Array.from({ length: random.integer(4) }, any),
        result: this.randomProgram(random, depth, 1),
      };
    }
    return mode === 'edit' ? randomEdit(random, maximumDepth) : randomExtension(random, mode, maximumDepth);
  },

  mutate(random, { program }, donor) {
    return mutateProgram(random, programFacts(program), programFacts(donor));
  },

  refuse(facts, outputs) {
    return refuseProgram(facts) ?? refuseOutputs(outputs);
  },
};

function distinctInputs(random: RandomStream, length: number, count: number): string[] {
  const inputs = new Set<string>();
  while (inputs.size < count) inputs.add(digitsText(randomDigits(random, length)));
  return [...inputs];
}

/** One statement more than the reference; `append` is the same with the statement alone. */
function randomExtension(random: RandomStream, mode: ProposalMode, maximumDepth: number): Rewrite {
  const length = randomLength(random);
  const chain = randomChain(random, 1 + random.integer(maximumDepth - 1), length);
  const statement = randomStatement(random, resultLength(chain, length) as number);
  const extended: ChainProgram = { ...chain, statements: [...chain.statements, statement] };
  const input = digitsText(randomDigits(random, length));
  const lastName = chain.statements.reduce(nextName, chain.parameter);
  return {
    mode,
    references: [{ program: chainText(chain), inputs: [input] }],
    result: {
      program: chainText(extended),
      inputs: [mode === 'append' ? input : digitsText(randomDigits(random, length))],
    },
    statement: `${nextName(lastName)} = ${statement.operation.expression(lastName, statement.digit)}`,
  };
}

/** The reference with one statement changed, and another input. */
function randomEdit(random: RandomStream, maximumDepth: number): Rewrite {
  for (;;) {
    const length = randomLength(random);
    const chain = randomChain(random, 1 + random.integer(maximumDepth), length);
    const changed = random.integer(chain.statements.length);
    const statement = randomStatement(random, length);
    const edited: ChainProgram = {
      ...chain,
      statements: chain.statements.map((old, i) => (i === changed ? statement : old)),
    };
    const same = chainText(edited) === chainText(chain);
    if (same || resultLength(edited, length) === undefined) continue;
    const reference: ProgramWithInputs = {
      program: chainText(chain),
      inputs: [digitsText(randomDigits(random, length))],
    };
    return {
      mode: 'edit',
      references: [reference],
      result: { program: chainText(edited), inputs: [digitsText(randomDigits(random, length))] },
    };
  }
}

function refuseProgram(facts: ProgramFacts): string | undefined {
  const { entry, parameters } = facts;
  if (!entry || parameters.length !== 1) return 'A program of this language is one function f with one parameter.';
  const { posonlyargs, vararg, kwonlyargs, kwarg, defaults } = entry.args;
  if (posonlyargs.length + kwonlyargs.length + defaults.length > 0 || vararg || kwarg) {
    return 'A program of this language has one plain parameter.';
  }
  let name = parameters[0];
  const statements = [...entry.body];
  const last = statements.pop();
  for (const statement of statements) {
    if (statement.kind !== 'Assign' || statement.targets.length !== 1 || statement.targets[0].kind !== 'Name') {
      return 'A program of this language has assignments to one name each, then a return.';
    }
    const target = statement.targets[0].id;
    if (target !== nextName(name))
      return `After ${name} comes ${nextName(name)}, not ${target}: each line assigns the next name.`;
    if (!readsOnly(statement.value, name))
      return `The line of ${target} must compute from ${name}, and from no other name.`;
    name = target;
  }
  if (last?.kind !== 'Return' || last.value?.kind !== 'Name' || last.value.id !== name)
    return 'A program of this language returns its last name.';
  return undefined;
}

/** Whether the variables that an expression reads are `name` and its own comprehension variables, and `name` is among them. */
function readsOnly(expression: unknown, name: string): boolean {
  const loaded = new Set<string>();
  const bound = new Set<string>();
  const called = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(walk);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const record = node as Record<string, unknown>;
    if (record.kind === 'Name') (record.ctx === 'Store' ? bound : loaded).add(record.id as string);
    if (record.kind === 'Call' && (record.func as Record<string, unknown>).kind === 'Name') {
      called.add((record.func as { id: string }).id);
    }
    Object.values(record).forEach(walk);
  };
  walk(expression);
  const read = [...loaded].filter((variable) => !bound.has(variable) && !called.has(variable));
  return read.length === 1 && read[0] === name;
}

function refuseOutputs(outputs: readonly string[]): string | undefined {
  for (const output of outputs) {
    const digits = /^\[\d(, \d)*\]$/.test(output) ? output.length / 3 : 0; // "[d, d, d]" has 3 characters a digit
    if (digits < 2 || digits > 12)
      return `The output ${output} is not a list of 2 to 12 digits: other outputs reward lucky wrong reasoning.`;
  }
  return undefined;
}
