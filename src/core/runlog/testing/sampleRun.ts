import { defaultConfig } from '../../config/schema.ts';
import { Purpose, RandomStream } from '../../rng.ts';
import { type TaskType, taskTypes } from '../../tasks/taskType.ts';
import { encode, specialId } from '../../tasks/tokenizer.ts';
import type {
  Proposal,
  RefusalReason,
  Rollout,
  RolloutPurpose,
  RunEvent,
  StatedValue,
  TaskAccepted,
  Verdict,
} from '../events.ts';
import { streamsOf } from '../series.ts';
import { type SampleChain, sampleChain } from './sampleChain.ts';

/** For UI development and tests only: never part of the app. */
export interface SampleRunOptions {
  seed?: number;
  steps?: number;
  /** Proposals and solver tasks of each type in a step. */
  batch?: number;
  /** Probe attempts at each valid proposal. */
  rollouts?: number;
  evaluateEvery?: number;
}

const refusals: readonly [RefusalReason, string][] = [
  ['syntax', "SyntaxError: '[' was never closed (line 2)"],
  ['error', "NameError: name 'k' is not defined (line 3)"],
  ['duplicate', 'The same program is already in the buffer.'],
  ['too deep', 'Depth 6 is more than one beyond the frontier (4).'],
  ['ill-formed', 'No program was found in the completion.'],
];

type SampleType = (typeof taskTypes)[number];

/** A made-up but consistent event stream: what a learning run looks like, without a model. The same options give the same events. */
export function* sampleRun(options: SampleRunOptions = {}): Generator<RunEvent> {
  const { seed = 1, steps = 40, batch = 3, rollouts = 4, evaluateEvery = 10 } = options;
  const random = new RandomStream({ seed, purpose: Purpose.buffer, step: 0, item: 0 });
  const buffer: Record<TaskType, TaskAccepted[]> = {
    deduction: [],
    abduction: [],
    induction: [],
    error: [],
  };
  const chains = new Map<string, SampleChain>();
  const tokens = { sampled: 0, trained: 0 };
  let ids = 0;

  yield {
    kind: 'run',
    preset: 'default.1',
    config: { ...defaultConfig(), seed },
    build: '0.0.0-sample',
    backend: 'cpu',
    engine: 'plain',
    adapter: 'no adapter: sample events for development',
    parameters: 205_000,
    base: 'sample events, no model',
    warmupDepth: 3,
  };
  for (const type of taskTypes) yield* addTask(0, type, identity(), 'identity');
  yield* evaluate(0);

  for (let step = 1; step <= steps; step++) {
    const skill = step / steps;
    const series: Record<string, number> = {};
    for (const type of taskTypes) {
      const deepest = 1 + Math.floor(random.uniform() * (2 + 4 * skill));
      yield { kind: 'phase', step, phase: 'propose' };
      for (let i = 0; i < batch; i++) yield* propose(step, type, Math.min(deepest, 6), skill);
      yield { kind: 'phase', step, phase: 'solve' };
      for (let i = 0; i < batch; i++) {
        const task = random.pick(buffer[type]);
        yield* attempt(step, type, 'solve', task, random.uniform() < solveChance(task.depth, skill));
      }
      series[`buffer.${type}`] = buffer[type].length;
      series[`solveRate.${type}`] = 0.3 + 0.5 * skill;
      series[`difficulty.${type}.tooHard`] = 0.4 - 0.2 * skill;
      series[`difficulty.${type}.informative`] = 0.4 + 0.1 * skill;
      series[`difficulty.${type}.tooEasy`] = 0.2 + 0.1 * skill;
      series[`proposals.${type}.valid`] = batch - 1;
      series[`proposals.${type}.invalid`] = 1;
      series[`proposals.${type}.illFormed`] = 0;
      series[`frontier.${type}`] = 3 + Math.floor(4 * skill);
      series[`reasoning.${type}.true`] = 0.7 + 0.25 * skill;
      series[`reasoning.${type}.rightWithFalse`] = 0.2 - 0.1 * skill;
    }
    for (const stream of streamsOf(taskTypes)) {
      series[`${stream}.reward`] = -0.4 + 0.9 * skill + 0.2 * (random.uniform() - 0.5);
      series[`${stream}.rewardDeviation`] = 0.4 + 0.1 * random.uniform();
      series[`${stream}.advantageDeviation`] = 1;
      series[`${stream}.length`] = 30 + 20 * skill;
      series[`${stream}.entropy`] = 0.6 - 0.3 * skill;
      series[`${stream}.wellFormed`] = 0.8 + 0.19 * skill;
    }
    series['proposals.uniqueShare'] = 0.9 - 0.1 * random.uniform();
    series['proposals.programs'] = 2 * batch;
    series['proposals.copies'] = 1;
    for (const [index, name] of ['sorted()', '[::-n]', '+'].entries()) series[`operations.${name}`] = 4 - index;
    series['update.loss'] = 1.2 - 0.8 * skill;
    series['update.gradientNorm'] = 0.5 + 0.2 * random.uniform();
    series['update.learningRate'] = 0.001;
    series['update.positives'] = batch * rollouts;
    yield { kind: 'phase', step, phase: 'update' };
    tokens.trained += 5000;
    if (step % evaluateEvery === 0 || step === steps) {
      yield* evaluate(step);
      for (const type of taskTypes) series[`heldout.${type}`] = 0.3 + 0.4 * skill;
    }
    if (step === Math.floor(steps / 2)) {
      yield { kind: 'notice', step, level: 'warning', text: '31 % of the last 200 proposed programs are copies.' };
    }
    const hash = Array.from({ length: 8 }, () => random.word().toString(16).padStart(8, '0')).join('');
    yield { kind: 'step', step, updates: step * 4, seconds: step * 1.5, tokens: { ...tokens }, series, hash };
  }
  yield { kind: 'ended', step: steps, reason: 'steps' };

  function identity(): SampleChain {
    const program = 'def f(a):\n    return a';
    return { program, depth: 0, input: '[1, 2, 3]', states: [], output: '[1, 2, 3]' };
  }

  function* addTask(
    step: number,
    type: SampleType,
    chain: SampleChain,
    origin: TaskAccepted['origin'],
    made: { id?: string; proposal?: string; references?: string[] } = {},
  ): Generator<RunEvent> {
    const id = made.id ?? `${type}-identity`;
    const pairs = type === 'induction' ? 4 : 1;
    const task: TaskAccepted = {
      kind: 'task',
      step,
      id,
      task: {
        type,
        program: chain.program,
        inputs: Array(pairs).fill(chain.input),
        outputs: Array(pairs).fill(chain.output),
        ...(type === 'induction' ? { message: `${chain.depth} steps` } : {}),
      },
      depth: chain.depth,
      origin,
      references: made.references ?? [],
      ...(made.proposal ? { proposal: made.proposal } : {}),
    };
    chains.set(id, chain);
    buffer[type].push(task);
    yield task;
  }

  function* propose(step: number, type: SampleType, depth: number, skill: number): Generator<RunEvent> {
    const reference = random.pick(buffer[type]);
    const chain = sampleChain(random, depth);
    const id = `p${ids++}`;
    const taskId = `t${ids++}`;
    const refused = random.uniform() < 0.3 ? random.pick(refusals) : undefined;
    const verdict: Proposal['verdict'] = refused
      ? { kind: 'refused', reason: refused[0], detail: refused[1] }
      : { kind: 'accepted', taskId };
    const prompt = [specialId(`<propose ${type}>`), specialId('<reference>'), ...encode(reference.task.program)];
    const completion = encode(`${chain.program}\nf(${chain.input})`);
    const made = yield* complete(step, 'propose', type, 'propose', prompt, completion, verdict, {
      reward: refused ? -1 : 0.5,
    });
    const probes: string[] = [];
    let successes = 0;
    if (!refused) {
      const task = { type, program: chain.program, inputs: [chain.input], outputs: [chain.output] };
      for (let i = 0; i < rollouts; i++) {
        const solved = random.uniform() < solveChance(depth, skill);
        if (solved) successes++;
        const pending = { kind: 'task', step, id: taskId, task, depth, origin: 'proposer', references: [] } as const;
        chains.set(taskId, chain);
        probes.push(yield* attempt(step, type, 'probe', { ...pending, references: [] }, solved));
      }
    }
    const rate = successes / rollouts;
    yield {
      kind: 'proposal',
      step,
      id,
      type,
      mode: depth > reference.depth ? 'extend' : 'edit',
      rollout: made,
      references: [reference.id],
      program: chain.program,
      inputs: [chain.input],
      depth,
      verdict,
      probes,
      ...(refused ? {} : { successes }),
      reward: refused ? -1 : rate === 0 || rate === 1 ? 0 : 1 - rate,
      advantage: random.normal(),
    };
    const references = [reference.id];
    if (!refused) yield* addTask(step, type, chain, 'proposer', { id: taskId, proposal: id, references });
  }

  function* attempt(
    step: number,
    type: SampleType,
    purpose: RolloutPurpose,
    task: TaskAccepted,
    correct: boolean,
  ): Generator<RunEvent, string> {
    const chain = chains.get(task.id) ?? identity();
    const lines = chain.program.split('\n').slice(1, -1);
    const wrongFrom = correct ? lines.length : random.integer(lines.length + 1);
    const stated: StatedValue[] = [];
    const shown = lines.map((line, index) => {
      const state = index < wrongFrom ? chain.states[index] : '[0, 0]';
      const actual = chain.states[index];
      stated.push({ line: index, variable: line.trim()[0], stated: state, actual, true: state === actual });
      return `${line.trim()}  # ${state}`;
    });
    const answer = correct ? chain.output : '[0, 0]';
    const prompt = [specialId(`<solve ${type}>`), ...encode(`${chain.program}\nf(${chain.input}) == `)];
    const completion = [specialId('<think>'), ...encode(shown.join('\n')), specialId('<answer>'), ...encode(answer)];
    const verdict: Verdict = correct
      ? { kind: 'correct', answer }
      : { kind: 'wrong', answer, reason: `f(${chain.input}) is ${chain.output}.` };
    const about = { taskId: task.id, depth: task.depth, reward: correct ? 1 : -0.5 };
    return yield* complete(step, 'solve', type, purpose, prompt, completion, verdict, { ...about, stated });
  }

  function* complete(
    step: number,
    role: Rollout['role'],
    type: TaskType,
    purpose: RolloutPurpose,
    prompt: number[],
    completion: number[],
    verdict: Verdict,
    more: Partial<Rollout>,
  ): Generator<RunEvent, string> {
    const id = `r${ids++}`;
    const all = [...completion, specialId('<end>')];
    yield { kind: 'rolloutStarted', step, id, role, type, purpose, prompt };
    for (let from = 0; from < all.length; from += 8) {
      yield { kind: 'rolloutTokens', id, tokens: all.slice(from, from + 8) };
    }
    tokens.sampled += all.length;
    const logProbs = all.map(() => Math.round(Math.log(0.3 + 0.7 * random.uniform()) * 1000) / 1000 + 0);
    const trained = { advantage: random.normal(), weight: verdict.kind === 'correct' ? 1 : 0 };
    const judged = { tokens: all, logProbs, stopped: 'end', verdict, ...trained, ...more } as const;
    yield { kind: 'rollout', step, id, role, type, purpose, prompt, ...judged };
    return id;
  }

  function* evaluate(step: number): Generator<RunEvent> {
    yield { kind: 'phase', step, phase: 'evaluate' };
    const depths = [1, 2, 3, 4, 5, 6, 7, 8];
    const scores = () =>
      Object.fromEntries(
        depths.map((depth) => {
          const chance = solveChance(depth, step / steps);
          return [depth, { n: 15, correct: Math.round(15 * Math.min(1, chance + 0.1 * random.uniform())) }];
        }),
      );
    yield {
      kind: 'evaluation',
      step,
      types: { deduction: scores(), abduction: scores(), induction: scores() },
      reasoning: Object.fromEntries(
        taskTypes.map((type) => [
          type,
          {
            stated: 90,
            true: 40 + Math.round((40 * step) / steps),
            right: 40,
            rightWithFalse: 6,
            wrong: 20,
            wrongWithTrue: 3,
          },
        ]),
      ),
    };
  }
}

function solveChance(depth: number, skill: number): number {
  return 1 / (1 + Math.exp(1.4 * (depth - 3 - 4 * skill)));
}
