import { Purpose, RandomStream } from '../rng.ts';
import { depthMessage, type Language } from './language.ts';
import { programFacts } from './programFacts.ts';
import { type Task, type TaskType, taskTypes } from './taskType.ts';
import type { Run } from './warmupExample.ts';

/** A held-out task with its id and depth. */
export interface HeldOutTask {
  id: string;
  task: Task;
  depth: number;
}

/** The held-out set never depends on a run's seed: it is the same tasks for every run of a language. */
const HELD_OUT_SEED = 20250506;
/** Most tasks of one type and depth. */
const MOST_PER_DEPTH = 100;

/**
 * The fixed held-out tasks of a language: programs of every depth up to far beyond warm-up, never shown to the proposer.
 * `count` tasks are spread evenly over the types and, within a type, over its depths; a smaller set is a part of a larger one.
 */
export function heldOutTasks(language: Language, count: number, inductionInputs: number, run: Run): HeldOutTask[] {
  const tasks: HeldOutTask[] = [];
  for (const type of taskTypes) {
    const depths = language.heldOutDepth[type];
    for (let depth = 1; depth <= depths; depth++) {
      const share = count / taskTypes.length / depths;
      const wanted = Math.min(
        MOST_PER_DEPTH,
        Math.floor(share * depth + 1e-9) - Math.floor(share * (depth - 1) + 1e-9),
      );
      for (let index = 0; index < wanted; index++)
        tasks.push(generatedTask(language, type, depth, HELD_OUT_SEED, index, inductionInputs, run));
    }
  }
  return tasks;
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
    step: taskTypes.indexOf(type) * 1000 + depth,
    item: index,
  });
  for (;;) {
    const { program, inputs } = language.randomProgram(random, depth, type === 'induction' ? inductionInputs : 1);
    const results = inputs.map((args) => run({ code: program, args }));
    if (!results.every((result) => result.ok)) continue;
    const outputs = results.map((result) => (result.ok ? result.output : ''));
    const task: Task = { type, program, inputs, outputs };
    if (type === 'induction') task.message = depthMessage(depth);
    return { id: `${type}-${depth}-${index}`, task, depth };
  }
}

/**
 * What warm-up must leave out: programs of the held-out set (as canonical text), and, at depth 1, where a language has only a handful of
 * programs, the held-out pairs of program and input.
 */
export function heldOutFilter(
  language: Language,
  inductionInputs: number,
  run: Run,
): (canonical: string, input: string) => boolean {
  const programs = new Set<string>();
  const pairs = new Set<string>();
  for (const { task, depth } of heldOutTasks(
    language,
    3 * MOST_PER_DEPTH * Math.max(...Object.values(language.heldOutDepth)),
    inductionInputs,
    run,
  )) {
    const { canonical } = programFacts(task.program);
    if (depth > 1) programs.add(canonical);
    else for (const input of task.inputs) pairs.add(`${canonical}\n${input}`);
  }
  return (canonical, input) => programs.has(canonical) || pairs.has(`${canonical}\n${input}`);
}
