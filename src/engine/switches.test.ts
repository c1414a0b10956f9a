import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPreset, presetConfig } from '../core/config/presets.ts';
import type { Config } from '../core/config/schema.ts';
import { runRequest } from '../core/python/run.ts';
import type { Credit, Rollout, RunEvent, StepMetrics, TaskAccepted } from '../core/runlog/events.ts';
import { heldOutTasks } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { completionTokens } from '../core/tasks/legalTokens.ts';
import { decode, vocabularySize } from '../core/tasks/tokenizer.ts';
import { importCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { createModel } from '../nn/createModel.ts';
import { modelShape } from '../nn/modelShape.ts';
import { inlineJudge } from './judge/inlineJudge.ts';
import { SelfPlay } from './selfplay.ts';

/** What each switch does to a run: the tiny preset with the shipped nano checkpoint, a few steps, and a look at its log. */

const weights = importCheckpoint(modelShape('nano', vocabularySize), {
  'config.json': readFileSync('public/checkpoints/lists-nano/config.json', 'utf8'),
  'model.safetensors': new Uint8Array(readFileSync('public/checkpoints/lists-nano/model.safetensors')),
});

async function run(changes: Partial<Config>, steps = 2) {
  const preset = findPreset('tiny.1') as NonNullable<ReturnType<typeof findPreset>>;
  const config: Config = { ...presetConfig(preset), batch: 6, rollouts: 3, evaluationTasks: 3, ...changes };
  const language = findLanguage(config.language);
  const model = await createModel({
    shape: modelShape('nano', vocabularySize),
    weights,
    backend: 'wasm',
    engine: 'auto',
  });
  const events: RunEvent[] = [];
  const selfPlay = new SelfPlay(model, config, {
    judge: inlineJudge(),
    language,
    heldOut: heldOutTasks(language, 'test', 3, config.inductionInputs, runRequest),
    emit: (event) => events.push(event),
    breathe: async () => {},
  });
  await selfPlay.seed();
  for (let step = 0; step < steps; step++) await selfPlay.takeStep();
  const weightsAfter = await model.getWeights();
  model.dispose();
  const of = <Kind extends RunEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
  const tasks = new Map(of('task').map((task): [string, TaskAccepted] => [task.id, task]));
  const rollouts = of('rollout').filter(({ step }) => step > 0);
  const credit = new Map(of('credit').flatMap(({ entries }: Credit) => entries.map((entry) => [entry.id, entry])));
  return { selfPlay, of, tasks, rollouts, credit, weights: weightsAfter, hash: selfPlay.state.hash };
}

const solves = (rollouts: Rollout[]) => rollouts.filter(({ purpose }) => purpose === 'solve');
const probes = (rollouts: Rollout[]) => rollouts.filter(({ purpose }) => purpose === 'probe');

describe('switches of self-play', () => {
  it("solveFrom: the solver gets this step's proposals, or none of them", async () => {
    const stepOf = ({ tasks, rollouts }: Awaited<ReturnType<typeof run>>) =>
      solves(rollouts).map(({ step, taskId }) => step - (tasks.get(taskId as string)?.step ?? Number.NaN));
    expect(stepOf(await run({ solveFrom: 'thisStep' }))).toContain(0);
    const last = stepOf(await run({ solveFrom: 'lastStep' }));
    expect(last).toContain(1);
    expect(last).not.toContain(0);
  });

  it('bufferCapacity and bufferPolicy: a full buffer keeps its size, and its first tasks', async () => {
    const { selfPlay, of } = await run({ bufferCapacity: 16, bufferPolicy: 'first', seedTasks: 20 });
    const accepted = of('task').filter(({ task }) => task.type === 'deduction');
    expect(accepted.length).toBeGreaterThan(16);
    expect(selfPlay.state.buffers.deduction.tasks.map(({ id }) => id)).toEqual(
      accepted.slice(0, 16).map(({ id }) => id),
    );
  });

  it('bufferPolicy priority: tasks know what their proposer earned', async () => {
    const { selfPlay, of } = await run({ bufferPolicy: 'priority' });
    const rewards = new Map(of('proposal').map(({ id, reward }) => [`${id}.task`, reward]));
    const rated = selfPlay.state.buffers.deduction.tasks.filter(({ step }) => step > 0);
    expect(rated.length).toBeGreaterThan(0);
    for (const { id, reward } of rated) expect(reward).toBe(rewards.get(id));
  });

  it('shownShare: the solver of induction sees as many pairs as it says, held-out tasks half', async () => {
    const { rollouts } = await run({ shownShare: 0.75 });
    const shown = (rollout: Rollout) => decode(rollout.prompt).split(' == ').length - 1;
    const induction = rollouts.filter(({ type, role }) => type === 'induction' && role === 'solve');
    expect(induction.length).toBeGreaterThan(0);
    for (const rollout of induction) expect(shown(rollout)).toBe(3);
  });

  it('error: two streams more, with their own buffer, rewards and held-out tasks, and none without it', async () => {
    const { selfPlay, of, rollouts, tasks } = await run({ error: true, taskSource: 'grammar' });
    const attempts = [...probes(rollouts), ...solves(rollouts)].filter(({ type }) => type === 'error');
    expect(solves(attempts)).toHaveLength(12);
    expect(probes(attempts).length).toBeGreaterThan(0);
    for (const { taskId, prompt } of attempts) {
      expect(tasks.get(taskId as string)?.task.outputs[0]).toMatch(/Error$/);
      expect(decode(prompt)).toMatch(/ raises \?<think>$/);
    }
    expect(selfPlay.state.buffers.error.size).toBeGreaterThan(6);
    const { series } = of('step').at(-1) as StepMetrics;
    expect(series['solve.error.reward']).toBeLessThanOrEqual(1);
    expect(series['buffer.error']).toBe(selfPlay.state.buffers.error.size);
    const proposed = await run({ error: true }, 1);
    const prompts = proposed.rollouts.filter(({ purpose, type }) => purpose === 'propose' && type === 'error');
    expect(prompts).toHaveLength(6);
    for (const { prompt } of prompts) expect(decode(prompt)).toMatch(/f\(\?\) raises \?<new>$/);
    const without = await run({ taskSource: 'grammar' }, 1);
    expect(
      Object.keys((without.of('step').at(-1) as StepMetrics).series).filter((name) => name.includes('error')),
    ).toEqual([]);
    expect(without.rollouts.some(({ type }) => type === 'error')).toBe(false);
  });

  it('leakyPrompt: the answer is in the prompts of training and not in those of evaluation', async () => {
    const { tasks, rollouts, of } = await run({ leakyPrompt: true });
    const deductions = solves(rollouts).filter(({ type }) => type === 'deduction');
    expect(deductions.length).toBeGreaterThan(0);
    for (const { prompt, taskId } of deductions)
      expect(decode(prompt)).toContain(`\n# ${tasks.get(taskId as string)?.task.outputs[0]}\n`);
    const evaluated = of('rollout').filter(({ purpose, type }) => purpose === 'evaluate' && type === 'deduction');
    expect(evaluated.length).toBeGreaterThan(0);
    for (const { prompt } of evaluated) expect(decode(prompt)).not.toContain('#');
  });

  it('topP: next to nothing left to draw from, attempts at a task are alike', async () => {
    const distinct = async (topP: number) => {
      const groups = new Map<string, Set<string>>();
      for (const { id, taskId, tokens } of probes((await run({ topP }, 1)).rollouts))
        groups.set(taskId ?? id, (groups.get(taskId ?? id) ?? new Set()).add(tokens.join()));
      return [...groups.values()].reduce((sum, texts) => sum + texts.size, 0) / groups.size;
    };
    expect(await distinct(0.05)).toBe(1);
    expect(await distinct(1)).toBeGreaterThan(1);
  });

  it('legalTokens: no marker is drawn in training, however hot, and no line break where one statement is asked for', async () => {
    const markers = (rollouts: Rollout[]) =>
      rollouts.filter(({ tokens }) => tokens.some((token) => !completionTokens.includes(token))).length;
    const [free, legal] = [await run({ temperature: 2 }), await run({ temperature: 2, legalTokens: true })];
    expect(markers(free.rollouts)).toBeGreaterThan(0);
    expect(legal.rollouts.length).toBeGreaterThan(0);
    expect(markers(legal.rollouts)).toBe(0);
    const appended = legal.of('proposal').filter(({ mode }) => mode === 'append');
    expect(appended.length).toBeGreaterThan(0);
    const texts = new Map(legal.rollouts.map(({ id, tokens }) => [id, decode(tokens)]));
    for (const { rollout } of appended) expect(texts.get(rollout) ?? '').not.toContain('\n');
  });

  it('verifier majority: the most frequent answer is rewarded, right or not', async () => {
    const { rollouts, credit, of } = await run({ verifier: 'majority', rollouts: 5 });
    const paidThough = [...probes(rollouts), ...solves(rollouts)].filter(
      ({ id, verdict }) => credit.get(id)?.reward === 1 && verdict.kind === 'wrong',
    );
    expect(paidThough.length).toBeGreaterThan(0);
    for (const { successes, probes: ids } of of('proposal').filter(({ probes: ids }) => ids.length > 0)) {
      if (credit.has(ids[0]))
        expect(ids.filter((id) => credit.get(id)?.reward === 1)).toHaveLength(successes as number);
    }
  });

  it('positivesNeed: a false value on the way is learnt where the answer alone is asked for, and nowhere else', async () => {
    const learnt = async (changes: Partial<Config>) => {
      const { rollouts, credit } = await run({ rollouts: 6, batch: 12, ...changes });
      const solved = [...probes(rollouts), ...solves(rollouts)].filter(({ id }) => (credit.get(id)?.weight ?? 0) > 0);
      expect(solved.length).toBeGreaterThan(0);
      expect(solved.every(({ verdict }) => verdict.kind === 'correct')).toBe(true);
      return solved.filter(({ stated }) => stated?.some((value) => !value.true)).length;
    };
    expect(await learnt({ positivesNeed: 'answer' })).toBeGreaterThan(0);
    expect(await learnt({ positivesNeed: 'values' })).toBe(0);
    expect(await learnt({})).toBe(0);
  });

  it('intrinsic rewards: added to a learnability above 0 only', async () => {
    const { of } = await run({ intrinsicDiversity: 1 });
    const valid = of('proposal').filter(({ step, verdict }) => step > 0 && verdict.kind === 'accepted');
    const learnability = (successes: number) => (successes === 0 || successes === 3 ? 0 : 1 - successes / 3);
    for (const { reward, successes } of valid) {
      const base = learnability(successes as number);
      if (base === 0) expect(reward).toBe(0);
      else expect(reward).toBeGreaterThan(base);
    }
    expect(valid.some(({ reward }) => reward > 0)).toBe(true);
  });

  it('trainProbes: the policy gradient weighs probes too', async () => {
    const weighed = async (changes: Partial<Config>) => {
      const { rollouts, credit } = await run({ update: 'policyGradient', ...changes }, 1);
      return probes(rollouts).filter(({ id }) => (credit.get(id)?.weight ?? 0) > 0).length;
    };
    expect(await weighed({ trainProbes: false })).toBe(0);
    expect(await weighed({ trainProbes: true })).toBeGreaterThan(0);
    expect(await weighed({ trainProbes: true, trainSolver: false })).toBe(0);
  });

  it('ppoEpochs and clipRatio: several updates a step, and tokens lose their gradient from the second on', async () => {
    const series = async (changes: Partial<Config>) => {
      const { of } = await run({ update: 'policyGradient', learningRate: 0.005, learningRateWarmup: 0, ...changes }, 1);
      return of('step').find(({ step }) => step === 1);
    };
    const once = await series({ clipRatio: 0.05 });
    expect([once?.updates, once?.series['update.clippedShare']]).toEqual([1, 0]);
    const often = await series({ clipRatio: 0.05, ppoEpochs: 3 });
    expect(often?.updates).toBe(3);
    expect(often?.series['update.clippedShare']).toBeGreaterThan(0);
  });

  it('klCoefficient: measured from the base, and the stronger it is the nearer the policy stays', async () => {
    const divergence = async (klCoefficient: number) => {
      const changes = { update: 'policyGradient', learningRate: 0.003, learningRateWarmup: 0, klCoefficient } as const;
      const { of } = await run(changes, 4);
      return of('step').map(({ series }) => series['update.kl']);
    };
    const weak = await divergence(0.001);
    expect(weak[1]).toBeCloseTo(0, 5);
    expect(weak[4]).toBeGreaterThan(0.001);
    expect((await divergence(1))[4]).toBeLessThan(weak[4] as number);
  });

  it('baseline group: advantages of the attempts at one task add up to 0', async () => {
    const { rollouts, credit } = await run({ update: 'policyGradient', baseline: 'group' }, 1);
    const sums = new Map<string, number>();
    for (const { id, taskId } of [...probes(rollouts), ...solves(rollouts)])
      sums.set(taskId as string, (sums.get(taskId as string) ?? 0) + (credit.get(id)?.advantage ?? Number.NaN));
    for (const sum of sums.values()) expect(sum).toBeCloseTo(0, 4);
    expect([...credit.values()].some(({ advantage }) => Math.abs(advantage ?? 0) > 0.1)).toBe(true);
  });

  it('whitening over tokens gives other advantages than over completions', async () => {
    const advantages = async (whitening: Config['whitening']) =>
      [...(await run({ update: 'policyGradient', whitening }, 1)).credit.values()].map(({ advantage }) => advantage);
    expect(await advantages('token')).not.toEqual(await advantages('sequence'));
  });

  it('references by recency and novelty by input change the run', async () => {
    const hashes = await Promise.all(
      [{}, { referenceSampling: 'recency' as const }, { noveltyOf: 'input' as const }].map(
        async (changes) => (await run(changes)).hash,
      ),
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it('task types off: nothing is proposed or solved of them', async () => {
    const { rollouts } = await run({ abduction: false, induction: false }, 1);
    expect(new Set(rollouts.map(({ type }) => type))).toEqual(new Set(['deduction']));
  });

  it('references K: as many in the prompt of a proposal, none for 0', async () => {
    const shown = async (references: number) => {
      const { rollouts } = await run(
        { references, rewriteModes: false, composites: 0, referenceSampling: 'uniform' },
        1,
      );
      const prompts = rollouts.filter(({ role, type }) => role === 'propose' && type === 'deduction');
      return prompts.map(({ prompt }) => decode(prompt).split('<reference>').length - 1);
    };
    expect(new Set(await shown(0))).toEqual(new Set([0]));
    expect(Math.max(...(await shown(1)))).toBe(1);
  });

  it('rollouts n and inductionInputs N: attempts a proposal, and pairs of an induction task', async () => {
    const { of, tasks } = await run({ rollouts: 5, inductionInputs: 6 }, 1);
    const probed = of('proposal').filter(({ step, verdict }) => step === 1 && verdict.kind === 'accepted');
    expect(probed.length).toBeGreaterThan(0);
    for (const { probes: ids } of probed) expect(ids).toHaveLength(5);
    const sizes = [...tasks.values()].flatMap(({ task }) => (task.type === 'induction' ? [task.inputs.length] : []));
    expect(new Set(sizes)).toEqual(new Set(sizes.length > 0 ? [6] : []));
  });

  it('composites: proposals that append one statement to a buffer program', async () => {
    const modes = async (composites: number) =>
      (await run({ composites }, 1))
        .of('proposal')
        .flatMap(({ step, mode, type }) => (step === 1 && type !== 'induction' ? [mode] : []));
    expect(new Set(await modes(1))).toEqual(new Set(['append']));
    expect(await modes(0)).not.toContain('append');
  });

  it('trainProposer and trainSolver off: no weight on the completions of that role, in either update', async () => {
    for (const update of ['policyGradient', 'verifiedLikelihood'] as const) {
      const weighed = async (changes: Partial<Config>) => {
        const { rollouts, credit } = await run({ update, ...changes }, 1);
        const trained = rollouts.filter(({ id }) => (credit.get(id)?.weight ?? 0) > 0);
        return new Set(trained.map(({ role }) => role));
      };
      expect((await weighed({})).size).toBeGreaterThan(0);
      expect((await weighed({ trainProposer: false })).has('propose')).toBe(false);
      expect((await weighed({ trainSolver: false })).has('solve')).toBe(false);
    }
  });

  it('rewardRule: what the extremes earn', async () => {
    const extremes = async (rewardRule: Config['rewardRule']) =>
      new Set(
        (await run({ rewardRule, update: 'none' }, 1))
          .of('proposal')
          .flatMap(({ step, verdict, successes, reward }) =>
            step === 1 && verdict.kind === 'accepted' && successes === 0 ? [reward] : [],
          ),
      );
    expect(await extremes('paper')).toEqual(new Set([0]));
    expect(await extremes('code')).toEqual(new Set([-0.5]));
    expect(await extremes('inverse')).toEqual(new Set([1]));
  });

  it('entropyBonus and update none: another policy, or the same one', async () => {
    const weightsOf = async (changes: Partial<Config>) => (await run(changes, 1)).weights;
    const plain = await weightsOf({ update: 'policyGradient' });
    expect(await weightsOf({ update: 'policyGradient', entropyBonus: 0.1 })).not.toEqual(plain);
    expect(await weightsOf({ update: 'none' })).toEqual(weights);
  });

  it('taskSource curated: tasks come from one small set, also deep ones, and nobody proposes', async () => {
    const first = await run({ taskSource: 'curated', novelty: false, frontierGate: false, batch: 40 }, 1);
    const other = await run({ taskSource: 'curated', novelty: false, frontierGate: false, batch: 40, seed: 2 }, 1);
    const programs = (of: typeof first) =>
      new Set([...of.tasks.values()].filter(({ origin }) => origin === 'curated').map(({ task }) => task.program));
    expect([...first.tasks.values()].some(({ depth }) => depth > 6)).toBe(true);
    expect([...programs(first)].some((program) => programs(other).has(program))).toBe(true);
    expect(first.rollouts.some(({ role }) => role === 'propose')).toBe(false);
  });

  it('taskSource mutation: after the seeds, every task is a mutation of one of the buffer', async () => {
    const { tasks, rollouts } = await run({ taskSource: 'mutation' });
    const made = [...tasks.values()].filter(({ step }) => step > 0);
    expect(made.length).toBeGreaterThan(3);
    for (const { origin, references } of made) {
      expect(origin).toBe('mutation');
      expect(tasks.has(references[0])).toBe(true);
    }
    expect(rollouts.some(({ role }) => role === 'propose')).toBe(false);
  });
});
