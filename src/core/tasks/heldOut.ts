import { Purpose, RandomStream } from '../rng.ts';
import { depthMessage, type Language } from './language.ts';
import { programFacts } from './programFacts.ts';
import { raisingProgram } from './raisingProgram.ts';
import { allTaskTypes, type Task, type TaskType, taskTypes } from './taskType.ts';
import type { Run } from './warmupExample.ts';

/** A held-out task with its id and depth. */
export interface HeldOutTask {
  id: string;
  task: Task;
  depth: number;
}

/**
 * Three fixed sets, none of which depends on a run's seed. Settings are chosen on `development`; what is reported comes from `test`,
 * on which nothing was chosen. Both differ from warm-up by length alone; `rare` has an operation in every task that warm-up never shows.
 */
const HELD_OUT_SEEDS = { development: 20250506, test: 31415927, rare: 27182818 } as const;
export type HeldOutSet = keyof typeof HELD_OUT_SEEDS;
/** Most tasks of one type and depth. */
const MOST_PER_DEPTH = 120;
/**
 * What of the held-out sets is kept from a language's warm-up: whole programs, and up to the depth `pairs`, where a language has so few programs
 * that they cannot all be kept from it, pairs of program and input.
 */
export interface KeptFromWarmup {
  sets: readonly HeldOutSet[];
  perDepth: number;
  pairs: number;
}
const KEPT: KeptFromWarmup = { sets: ['development', 'test'], perDepth: MOST_PER_DEPTH, pairs: 2 };

/**
 * The fixed held-out tasks of a language: programs of every depth up to far beyond warm-up, never shown to the proposer.
 * `count` tasks are spread evenly over the paper's types and, within a type, over its depths; a smaller set is a part of a larger one. Where
 * `withErrors`, there is a third as many tasks of type `error` besides.
 */
export function heldOutTasks(
  language: Language,
  set: HeldOutSet,
  count: number,
  inductionInputs: number,
  run: Run,
  withErrors = false,
): HeldOutTask[] {
  const tasks: HeldOutTask[] = [];
  const written = set === 'rare' ? withRareOperations(language) : language;
  for (const type of heldOutTypes(withErrors)) {
    const depths = language.heldOutDepth[type];
    for (let depth = 1; depth <= depths; depth++) {
      const share = count / taskTypes.length / depths;
      const wanted = Math.min(
        MOST_PER_DEPTH,
        Math.floor(share * depth + 1e-9) - Math.floor(share * (depth - 1) + 1e-9),
      );
      for (let index = 0; index < wanted; index++)
        tasks.push(generatedTask(written, type, depth, HELD_OUT_SEEDS[set], index, inductionInputs, run));
    }
  }
  return tasks;
}

const heldOutTypes = (withErrors: boolean): readonly TaskType[] => (withErrors ? allTaskTypes : taskTypes);

/** The language with programs that its warm-up cannot write; tasks of type `error` stay as they are, made with operations of their own. */
export function withRareOperations(language: Language): Language {
  return { ...language, randomProgram: language.rareProgram };
}

/** One random task of a type and depth; the same for the same seed and index. */
export function generatedTask(
  language: Language,
  type: TaskType,
  depth: number,
  seed: number,
  index: number,
  inductionInputs: number,
  run: Run,
): HeldOutTask {
  const random = new RandomStream({
    seed,
    purpose: Purpose.heldOut,
    step: allTaskTypes.indexOf(type) * 1000 + depth,
    item: index,
  });
  const id = `${type}-${depth}-${index}`;
  if (type === 'error') {
    const { program, input, name } = raisingProgram(language, random, depth, run);
    return { id, task: { type, program, inputs: [input], outputs: [name] }, depth };
  }
  for (;;) {
    const { program, inputs } = language.randomProgram(random, depth, type === 'induction' ? inductionInputs : 1);
    const results = inputs.map((args) => run({ code: program, args }));
    if (!results.every((result) => result.ok)) continue;
    const outputs = results.map((result) => (result.ok ? result.output : ''));
    const task: Task = { type, program, inputs, outputs };
    if (type === 'induction') task.message = depthMessage(depth);
    return { id, task, depth };
  }
}

/**
 * What warm-up must leave out, of the depths that it shows: held-out programs (as canonical text), and, where a language has only a handful of
 * programs, held-out pairs of program and input.
 */
export function heldOutFilter(
  language: Language,
  inductionInputs: number,
  run: Run,
  withErrors = false,
): (canonical: string, input: string) => boolean {
  return filterOf(language, language.keptFromWarmup ?? KEPT, inductionInputs, run, withErrors);
}

/** Whether a canonical program with an input is in the development or the test set, up to the depth that warm-up shows. */
export function heldOutPairs(
  language: Language,
  inductionInputs: number,
  run: Run,
): (canonical: string, input: string) => boolean {
  return filterOf(language, { ...KEPT, pairs: language.warmupDepth }, inductionInputs, run, false);
}

function filterOf(
  language: Language,
  kept: KeptFromWarmup,
  inductionInputs: number,
  run: Run,
  withErrors: boolean,
): (canonical: string, input: string) => boolean {
  const programs = new Set<string>();
  const pairs = new Set<string>();
  for (const set of kept.sets)
    for (const type of heldOutTypes(withErrors))
      for (let depth = 1; depth <= language.warmupDepth; depth++)
        for (let index = 0; index < kept.perDepth; index++) {
          const { task } = generatedTask(language, type, depth, HELD_OUT_SEEDS[set], index, inductionInputs, run);
          const { canonical } = programFacts(task.program);
          if (depth > kept.pairs) programs.add(canonical);
          else for (const input of task.inputs) pairs.add(`${canonical}\n${input}`);
        }
  return (canonical, input) => programs.has(canonical) || pairs.has(`${canonical}\n${input}`);
}
