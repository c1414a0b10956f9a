import type { RandomStream } from '../../rng.ts';
import type { Language, ProgramWithInputs, Rewrite } from '../language.ts';
import type { Grammar } from './grammar.ts';
import { mutateTyped } from './mutateTyped.ts';
import { refuseForm } from './refuseForm.ts';
import {
  randomStatement,
  randomTyped,
  randomUnit,
  rareTyped,
  situationAfter,
  type TypedProgram,
  typedDepth,
  typedText,
} from './typedProgram.ts';

/** Deepest program in warm-up: the lines of a loop of two turns. */
const WARMUP_DEPTH = 5;
/** Tries to find another unit that fits where one stood. */
const EDIT_TRIES = 40;

/**
 * A language of typed variables. Every run of a grammar program has as many lines as every other, whatever the input, so the number of
 * lines of reasoning gives nothing away.
 * @param about `deepest` held-out program: what fits the context of a small model; what an `output` must look like, and in words
 */
export function typedLanguage(
  name: Language['name'],
  grammar: Grammar,
  about: Pick<Language, 'proposalTokens'> & { deepest: number; output: { pattern: RegExp; words: string } },
): Language {
  const { deepest, output, proposalTokens } = about;
  return {
    name,
    closingLine: true,
    defaultSize: 'small',
    proposalTokens,
    warmupDepth: WARMUP_DEPTH,
    heldOutDepth: { deduction: deepest, abduction: deepest, induction: WARMUP_DEPTH, error: 8 },

    randomProgram(random, depth, inputs) {
      return withInputs(random, grammar, randomTyped(random, grammar, depth), inputs);
    },

    riskyProgram(random, depth) {
      const risky = { ...grammar, operations: [...grammar.operations, ...grammar.risky] };
      return { program: typedText(randomTyped(random, risky, depth)), input: grammar.input(random) };
    },

    rareProgram(random, depth, inputs) {
      return withInputs(random, grammar, rareTyped(random, grammar, depth), inputs);
    },

    randomRewrite(random, mode, maximumDepth) {
      const depth = (most: number) => 1 + random.integer(most);
      const any = () => this.randomProgram(random, depth(maximumDepth), 1);
      if (mode === 'new') {
        const references = Array.from({ length: random.integer(3) }, any);
        return {
          mode,
          references,
          result: this.randomProgram(random, Math.max(depth(maximumDepth), depth(maximumDepth)), 1),
        };
      }
      return mode === 'edit'
        ? randomEdit(random, grammar, maximumDepth)
        : randomExtension(random, grammar, mode, maximumDepth);
    },

    mutate(random, task, _, run) {
      return mutateTyped(random, grammar, task, run);
    },

    refuse(facts, outputs) {
      const wrong = outputs.find((text) => !output.pattern.test(text));
      return refuseForm(facts) ?? (wrong === undefined ? undefined : `The output ${wrong} is not ${output.words}.`);
    },
  };
}

function withInputs(random: RandomStream, grammar: Grammar, program: TypedProgram, count: number): ProgramWithInputs {
  const inputs = new Set<string>();
  while (inputs.size < count) inputs.add(grammar.input(random));
  return { program: typedText(program), inputs: [...inputs] };
}

/** A statement, an `if` or a `for` more than the reference; for `append` a statement, given alone. */
function randomExtension(
  random: RandomStream,
  grammar: Grammar,
  mode: 'extend' | 'append',
  maximumDepth: number,
): Rewrite {
  const depth = 1 + random.integer(maximumDepth - 1);
  const program = randomTyped(random, grammar, depth);
  const reference = withInputs(random, grammar, program, 1);
  const situation = situationAfter(program);
  const unit =
    mode === 'append'
      ? randomStatement(random, grammar, situation)
      : randomUnit(random, grammar, situation, maximumDepth - depth);
  const extended = typedText({ ...program, units: [...program.units, unit] });
  return {
    mode,
    references: [reference],
    result: { program: extended, inputs: mode === 'append' ? reference.inputs : [grammar.input(random)] },
    statement: unit.lines[0],
  };
}

/** The reference with one unit replaced by one that leaves the same variables behind, and another input. */
function randomEdit(random: RandomStream, grammar: Grammar, maximumDepth: number): Rewrite {
  for (;;) {
    const program = randomTyped(random, grammar, 1 + random.integer(maximumDepth));
    const changed = random.integer(program.units.length);
    const before = { ...program, units: program.units.slice(0, changed) };
    const old = program.units[changed];
    const most = maximumDepth - typedDepth(program) + old.depth;
    for (let i = 0; i < EDIT_TRIES; i++) {
      const unit = randomUnit(random, grammar, situationAfter(before), most);
      if (unit.lines.join() === old.lines.join() || JSON.stringify(unit.variables) !== JSON.stringify(old.variables))
        continue;
      if (unit.lastName !== old.lastName) continue;
      const units = program.units.map((kept, at) => (at === changed ? unit : kept));
      return {
        mode: 'edit',
        references: [withInputs(random, grammar, program, 1)],
        result: withInputs(random, grammar, { ...program, units }, 1),
      };
    }
  }
}
