import type { RunRequest, RunResult } from '../python/api.ts';
import type { RandomStream } from '../rng.ts';
import type { ProposalMode } from '../runlog/events.ts';
import { depthMessage, identityTriplet, type Language } from './language.ts';
import { programFacts } from './programFacts.ts';
import { proposePrompt, shownPairs, solvePrompt, solverView } from './prompts.ts';
import { raisingProgram } from './raisingProgram.ts';
import {
  abductionReasoning,
  assignedValues,
  callLine,
  deductionReasoning,
  errorReasoning,
  inductionReasoning,
  returnLine,
} from './reasoning.ts';
import type { Task, TaskType } from './taskType.ts';
import { encode, endToken } from './tokenizer.ts';
import { traceLines } from './traceLines.ts';

/** A prompt and the completion to learn. */
export interface Example {
  prompt: number[];
  completion: number[];
}

/** Runs a program at once, in the calling thread. */
export type Run = (request: RunRequest) => RunResult;

/** Shares of the warm-up examples. Induction is the hardest and gets the most. */
const SHARES: readonly (readonly [kind: 'solve' | 'propose', type: TaskType, share: number])[] = [
  ['solve', 'deduction', 0.25],
  ['solve', 'abduction', 0.27],
  ['solve', 'induction', 0.26],
  ['propose', 'deduction', 0.08],
  ['propose', 'abduction', 0.08],
  ['propose', 'induction', 0.06],
];

/** Of the examples with error tasks, the share that proposes them. */
const ERROR_PROPOSALS = 0.3;

/** How often the identity triplet, from which every run's seeding starts, is among the references of a `new` proposal. */
const IDENTITY_SHARE = 0.3;

const identity = (type: TaskType): Task => ({
  type,
  program: identityTriplet.program,
  inputs: [identityTriplet.input],
  outputs: [identityTriplet.output],
});

const MODES: readonly ProposalMode[] = ['new', 'extend', 'edit', 'append'];

/**
 * One supervised warm-up example: a random program of at most the language's warm-up depth, run by the interpreter, with its
 * reasoning taken from the interpreter's trace. `excluded` holds canonical texts of held-out programs, which warm-up never shows. A share of
 * `errors` is of that task type; 0 leaves everything as it is without the type.
 */
export function warmupExample(
  language: Language,
  random: RandomStream,
  run: Run,
  inductionInputs: number,
  excluded: (canonical: string, input: string) => boolean,
  errors = 0,
): Example {
  if (errors > 0 && random.uniform() < errors) return errorExample(language, random, run, excluded);
  let draw = random.uniform();
  const [kind, type] = SHARES.find(([, , share]) => (draw -= share) < 0) ?? SHARES[0];
  for (;;) {
    const example =
      kind === 'solve'
        ? solveExample(language, type, random, run, inductionInputs, excluded)
        : proposeExample(language, type, random, run, inductionInputs);
    if (example) return example;
  }
}

function solveExample(
  language: Language,
  type: TaskType,
  random: RandomStream,
  run: Run,
  inductionInputs: number,
  excluded: (canonical: string, input: string) => boolean,
): Example | undefined {
  const depth = 1 + random.integer(language.warmupDepth);
  const { program, inputs } = language.randomProgram(random, depth, type === 'induction' ? inductionInputs : 1);
  const facts = programFacts(program);
  if (inputs.some((input) => excluded(facts.canonical, input))) return undefined;
  const task = runTask(type, program, inputs, run);
  if (!task) return undefined;
  const prompt = solvePrompt(solverView(task.task));
  switch (type) {
    case 'deduction':
      return {
        prompt,
        completion: encode(
          deductionReasoning(task.lines, language.closingLine ? returnLine(facts, task.task.outputs[0]) : undefined),
        ),
      };
    case 'abduction':
      return {
        prompt,
        completion: encode(abductionReasoning(task.lines, language.closingLine ? callLine(inputs[0]) : undefined)),
      };
    default:
      return {
        prompt,
        completion: [...encode(inductionReasoning(facts, task.values.slice(0, shownPairs({ inputs })))), endToken],
      };
  }
}

function errorExample(
  language: Language,
  random: RandomStream,
  run: Run,
  excluded: (canonical: string, input: string) => boolean,
): Example {
  const raising = () => raisingProgram(language, random, 1 + random.integer(language.warmupDepth), run);
  const taskOf = ({ program, input, name }: ReturnType<typeof raising>): Task => ({
    type: 'error',
    program,
    inputs: [input],
    outputs: [name],
  });
  if (random.uniform() < ERROR_PROPOSALS) {
    const references = Array.from({ length: random.integer(3) }, () => taskOf(raising()));
    const { program, input } = raising();
    return {
      prompt: proposePrompt('error', references, 'new'),
      completion: [...encode(`${program}\nf(${input})`), endToken],
    };
  }
  for (;;) {
    const found = raising();
    if (excluded(programFacts(found.program).canonical, found.input)) continue;
    return {
      prompt: solvePrompt(solverView(taskOf(found))),
      completion: encode(errorReasoning(found.lines, found.name)),
    };
  }
}

function proposeExample(
  language: Language,
  type: TaskType,
  random: RandomStream,
  run: Run,
  inductionInputs: number,
): Example | undefined {
  if (type === 'induction') {
    const depth = 1 + random.integer(language.warmupDepth);
    const { program, inputs } = language.randomProgram(random, depth, inductionInputs);
    const text = [...inputs.map((input) => `f(${input})`), `# ${depthMessage(depth)}`].join('\n');
    const reference: Task = { type: 'deduction', program, inputs: [inputs[0]], outputs: [] };
    return { prompt: proposePrompt('induction', [reference], 'new'), completion: [...encode(text), endToken] };
  }
  const { mode, references, result, statement } = language.randomRewrite(
    random,
    random.pick(MODES),
    language.warmupDepth,
  );
  const shown = references.map((reference) => runTask(type, reference.program, reference.inputs, run)?.task);
  if (!shown.every((task) => task !== undefined)) return undefined;
  if (mode === 'new' && shown.length > 0 && random.uniform() < IDENTITY_SHARE)
    shown[random.integer(shown.length)] = identity(type);
  const text = mode === 'append' ? (statement as string) : `${result.program}\nf(${result.inputs[0]})`;
  return { prompt: proposePrompt(type, shown, mode), completion: [...encode(text), endToken] };
}

function runTask(type: TaskType, program: string, inputs: string[], run: Run) {
  const results = inputs.map((args) => run({ code: program, args, trace: true }));
  const outputs = results.map((result) => (result.ok ? result.output : undefined));
  if (outputs.some((output) => output === undefined)) return undefined;
  const task: Task = { type, program, inputs, outputs: outputs as string[] };
  const lines = traceLines(program, programFacts(program), results[0].trace ?? []);
  if (type === 'induction') task.message = depthMessage(lines.length);
  return { task, lines, values: results.map(({ trace }) => assignedValues(trace ?? [])) };
}
