import type { Config } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { heldOutPairs } from '../core/tasks/heldOut.ts';
import { depthMessage, type Language } from '../core/tasks/language.ts';
import { type ProgramFacts, programFacts } from '../core/tasks/programFacts.ts';
import { programWindow } from '../core/tasks/programWindow.ts';
import { solvePrompt, solverView } from '../core/tasks/prompts.ts';
import { assignedValues, inductionReasoning } from '../core/tasks/reasoning.ts';
import type { BufferedTask } from '../core/tasks/taskBuffer.ts';
import type { Task } from '../core/tasks/taskType.ts';
import { encode, endToken } from '../core/tasks/tokenizer.ts';
import type { Judge } from './judge/judge.ts';
import type { Positive } from './positivePool.ts';
import type { SelfPlayState } from './selfplayState.ts';
import { hindsightPerUpdate } from './verifiedLikelihood.ts';

/** How often the windows have one statement, two, three: what is easy has to be learnt first. */
const LENGTH_SHARES = [0.5, 0.35, 0.15];
const LENGTHS = [...LENGTH_SHARES.keys()];

/** Neighbouring statements of a proposed program. */
interface Window {
  of: BufferedTask;
  start: number;
  length: number;
  /** Windows of one kind differ in names and constants only. */
  kind: string;
}

/** What a task of the buffers has to give. */
interface Parts {
  windows: Window[];
  input: string;
  /** The input's text without its numbers. */
  shape: string;
}

/** What all tasks together have to give. */
interface Library {
  /** By length, then by kind. */
  windows: Window[][][];
  /** Distinct inputs by shape. */
  inputs: ReadonlyMap<string, string[]>;
  /** Of each task. */
  shapes: string[];
}

/** A window on inputs of one shape. */
interface Induction {
  program: string;
  facts: ProgramFacts;
  length: number;
  inputs: string[];
}

/**
 * Inductions whose answer is known in hindsight: neighbouring statements of a program that was proposed, on inputs that were proposed, with the
 * outputs and values that the interpreter gives. Kinds of statements have the same chance however often they are proposed. No pair of
 * program and input of the held-out tasks is among them.
 */
export class InductionHindsight {
  private readonly parts = new WeakMap<BufferedTask, Parts>();
  private heldOut: ReturnType<typeof heldOutPairs> | undefined;

  constructor(
    private readonly language: Language,
    private readonly judge: Judge,
  ) {}

  /** Right answers for a step's updates (setting `hindsightShare`): less than asked for where something raises or is not of the language. */
  async draw({ step, buffers }: SelfPlayState, config: Config): Promise<Positive[]> {
    const { seed, updatesPerStep, inductionInputs, fuel } = config;
    const count = updatesPerStep * hindsightPerUpdate(config);
    const tasks = [...buffers.deduction.tasks, ...buffers.abduction.tasks].filter(({ depth }) => depth > 0);
    if (count === 0 || tasks.length === 0) return [];
    const random = new RandomStream({ seed, purpose: Purpose.hindsight, step, item: 0 });
    const library = this.libraryOf(tasks);
    const drawn = Array.from({ length: count }, () => drawInduction(library, random, inductionInputs) ?? [])
      .flat()
      .filter((induction) => !this.isHeldOut(induction, inductionInputs));
    const shown = inductionInputs / 2;
    const results = await this.judge.run(
      drawn.flatMap(({ program, inputs }) => inputs.map((args) => ({ code: program, args, fuel, trace: true }))),
    );
    return drawn.flatMap((induction, index) => {
      const own = results.slice(index * shown, (index + 1) * shown);
      const outputs = own.flatMap((result) => (result.ok ? [result.output] : []));
      if (outputs.length < shown || this.language.refuse(induction.facts, outputs)) return [];
      const values = own.map(({ trace }) => assignedValues(trace ?? []));
      return [positiveOf(induction, outputs, values, index)];
    });
  }

  private libraryOf(tasks: readonly BufferedTask[]): Library {
    const parts = tasks.map((task) => this.partsOf(task));
    const kinds = LENGTHS.map(() => new Map<string, Window[]>());
    const shapes = new Map<string, Set<string>>();
    for (const { windows, input, shape } of parts) {
      for (const window of windows) append(kinds[window.length - 1], window.kind, window);
      shapes.set(shape, (shapes.get(shape) ?? new Set()).add(input));
    }
    return {
      windows: kinds.map((ofLength) => [...ofLength.values()]),
      inputs: new Map([...shapes].map(([shape, alike]) => [shape, [...alike]])),
      shapes: parts.map(({ shape }) => shape),
    };
  }

  private isHeldOut({ facts, inputs }: Induction, inductionInputs: number): boolean {
    this.heldOut ??= heldOutPairs(this.language, inductionInputs, runRequest);
    return inputs.some((input) => this.heldOut?.(facts.canonical, input));
  }

  private partsOf(buffered: BufferedTask): Parts {
    const known = this.parts.get(buffered);
    if (known) return known;
    const [input] = buffered.task.inputs;
    const parts = { windows: windowsOf(buffered), input, shape: withoutNumbers(input) };
    this.parts.set(buffered, parts);
    return parts;
  }
}

/** Undefined where too few different inputs came up. */
function drawInduction(
  { windows, inputs, shapes }: Library,
  random: RandomStream,
  inductionInputs: number,
): Induction | undefined {
  const ofLength = windows[random.pickWeighted(LENGTHS, (length) => LENGTH_SHARES[length])];
  const alike = inputs.get(random.pick(shapes)) as string[];
  if (ofLength.length === 0) return undefined;
  const { of, start, length } = random.pick(random.pick(ofLength));
  const tries = Array.from({ length: inductionInputs }, () => random.pick(alike));
  const given = [...new Set(tries)].slice(0, inductionInputs / 2);
  if (given.length < inductionInputs / 2) return undefined;
  const program = programWindow(programFacts(of.task.program), start, length) as string;
  return { program, facts: programFacts(program), length, inputs: given };
}

function windowsOf(of: BufferedTask): Window[] {
  const facts = programFacts(of.task.program);
  return LENGTH_SHARES.flatMap((_, i) =>
    facts.statements.flatMap((_, start): Window[] => {
      const program = programWindow(facts, start, i + 1);
      return program === undefined ? [] : [{ of, start, length: i + 1, kind: kindOf(program) }];
    }),
  );
}

function positiveOf(
  { program, facts, length, inputs }: Induction,
  outputs: string[],
  values: ReturnType<typeof assignedValues>[],
  index: number,
): Positive {
  const task: Task = {
    type: 'induction',
    program,
    inputs,
    outputs,
    message: depthMessage(length),
    shown: inputs.length,
  };
  return {
    stream: 'solve.induction',
    depth: length,
    rollout: `hindsight.${index}`,
    prompt: solvePrompt(solverView(task)),
    completion: [...encode(inductionReasoning(facts, values)), endToken],
    weight: 1,
  };
}

/** The text of a window with its names told by place and without its numbers. (Canonical text would do; making it for every window takes too long.) */
function kindOf(program: string): string {
  const [, parameters] = /^def f\((.*)\):$/m.exec(program) ?? [];
  const targets = [...program.matchAll(/^ {4}(\w+) = /gm)].map(([, name]) => name);
  const names = [...(parameters ?? '').split(', '), ...targets];
  return withoutNumbers(
    program.replace(/\b[A-Za-z_]\w*\b/g, (word) => (names.includes(word) ? `v${names.indexOf(word)}` : word)),
  );
}

/** The text with every number replaced by the same sign; digits in names stay. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![A-Za-z_\d])\d+/g, '#');
}

function append<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
