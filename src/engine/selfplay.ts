/**
 * Absolute Zero self-play, after Zhao et al. 2025, "Absolute Zero: Reinforced Self-play Reasoning with Zero Data"
 * (https://arxiv.org/abs/2505.03335), Algorithm 1. One policy π proposes tasks and solves them; the interpreter is the only judge.
 * Shapes: B proposals a task type (3 types), n probe rollouts a valid proposal, B solver rollouts a task type.
 */
import type { Config } from '../core/config/schema.ts';
import { RIGHT_REWARD } from '../core/rl/rewards.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import type { Phase, RunEvent } from '../core/runlog/events.ts';
import { initialHash, nextHash } from '../core/runlog/trajectoryHash.ts';
import type { HeldOutTask } from '../core/tasks/heldOut.ts';
import { identityTriplet, type Language } from '../core/tasks/language.ts';
import type { BufferedTask } from '../core/tasks/taskBuffer.ts';
import { allTaskTypes, type TaskType } from '../core/tasks/taskType.ts';
import type { LanguageModel } from '../nn/languageModel.ts';
import { creditEvent } from './creditEvent.ts';
import { evaluateHeldOut } from './evaluate.ts';
import { InductionHindsight } from './inductionHindsight.ts';
import type { Judge } from './judge/judge.ts';
import { rewardByMajority } from './majorityVote.ts';
import { advantaged, policyGradientUpdate, type UpdateResult } from './policyGradient.ts';
import type { Positive } from './positivePool.ts';
import { proposerPositives, solverPositives } from './positives.ts';
import { type ProposalRecord, proposalEvent, proposeAndValidate } from './proposals.ts';
import { drawProposals } from './proposer.ts';
import { proposerReward } from './proposerReward.ts';
import { ReferencePolicy } from './referencePolicy.ts';
import { SelfPlayState } from './selfplayState.ts';
import { type Attempt, type SolvedAttempt, solve } from './solver.ts';
import { stepAdvantages, stepMembers } from './stepAdvantages.ts';
import { type StepOutcome, stepSeries } from './stepMetrics.ts';
import { stepRecord } from './stepRecord.ts';
import { verifiedLikelihoodUpdate } from './verifiedLikelihood.ts';
import { WeightAverage } from './weightAverage.ts';
import { withWeights } from './withWeights.ts';

export interface SelfPlayEnvironment {
  judge: Judge;
  language: Language;
  heldOut: readonly HeldOutTask[];
  emit: (event: RunEvent) => void;
  /** Awaited between phases and updates: resolves when the run may go on, rejects when it is stopped. */
  breathe: () => Promise<void>;
}

/** Rounds of seeding after which a run begins with what it has, and proposals a type in each. */
const SEEDING_ROUNDS = 12;
const SEEDING_BATCH = 16;

export class SelfPlay {
  readonly state: SelfPlayState;
  /** Of the weights after each step; holds some only where the setting `averagedShare` is above 0. */
  readonly average = new WeightAverage();
  model: LanguageModel;
  config: Config;
  private readonly environment: SelfPlayEnvironment;
  private readonly reference = new ReferencePolicy();
  private readonly hindsight: InductionHindsight;

  constructor(model: LanguageModel, config: Config, environment: SelfPlayEnvironment) {
    this.model = model;
    this.config = config;
    this.environment = environment;
    this.hindsight = new InductionHindsight(environment.language, environment.judge);
    this.state = new SelfPlayState(config.prior > 0 ? environment.language.warmupDepth : 1, config);
  }

  /** Step 0: the base is evaluated, and π fills the buffers from the identity triplet on, without updates (paper §3.3.1). */
  async seed(): Promise<void> {
    const started = performance.now();
    this.state.hash = initialHash(this.config);
    await this.evaluate();
    await this.enter('seed');
    const { program, input, output } = identityTriplet;
    for (const type of ['deduction', 'abduction'] as const) {
      const task: BufferedTask = {
        id: `0.identity.${type}`,
        task: { type, program, inputs: [input], outputs: [output] },
        depth: 0,
        step: 0,
      };
      this.environment.emit(this.state.accept(task, '', 'identity', []));
    }
    const proposals: ProposalRecord[] = [];
    for (let round = 0; round < SEEDING_ROUNDS && this.unseeded.length > 0; round++) {
      const situation = { ...this.situation, config: { ...this.config, composites: 0, rewriteModes: false } };
      const jobs = this.unseeded.flatMap((type) => drawProposals(type, SEEDING_BATCH, situation, round));
      proposals.push(...(await proposeAndValidate(jobs, this.context, 'seed')));
    }
    if (this.config.update === 'verifiedLikelihood') {
      await this.enter('probe');
      await this.probe(proposals);
      this.state.pool.add(this.positives(proposals, []));
    }
    for (const record of proposals) this.environment.emit(proposalEvent(record, 0));
    this.finish(started, { proposals, solved: [], advantages: [] });
  }

  /** One pass of Algorithm 1. */
  async takeStep(): Promise<void> {
    const started = performance.now();
    this.state.step++;

    // Propose z ~ π(· | K references), [3B]; validate (p, i) → o = p(i), twice with fresh state; the valid ones enter the buffers.
    await this.enter('propose');
    const jobs = this.types.flatMap((type) => drawProposals(type, this.config.batch, this.situation));
    const proposals = await proposeAndValidate(jobs, this.context, 'proposer');

    // Learnability: s̄ = mean success of n rollouts of the current policy, [valid, n]; r = 1 - s̄, or 0 at the ends (equation 4).
    await this.enter('probe');
    await this.probe(proposals);
    for (const record of proposals) this.environment.emit(proposalEvent(record, this.state.step));

    // Solve: B tasks a type, this step's proposals first, one rollout each, [3B]; verified: 1, -0.5 or -1 (equations 5 and 6).
    await this.enter('solve');
    const solved = await this.solve(proposals);

    // Advantages: whitened within each of the six task × role streams (equation 8), [3B + 3B].
    const advantages = stepAdvantages(stepMembers(proposals, solved, this.config), this.config);

    // Update π.
    await this.enter('update');
    const update = await this.update(proposals, solved, advantages);
    const { averagedShare } = this.config;
    if (averagedShare > 0) this.average.observe(await this.model.getWeights(), this.state.step, averagedShare);
    this.environment.emit(creditEvent({ proposals, solved, advantages, update }, this.state.step));

    const { evaluateEvery } = this.config;
    if (evaluateEvery > 0 && this.state.step % evaluateEvery === 0) await this.evaluate();
    this.finish(started, { proposals, solved, advantages, update });
  }

  /** Greedy accuracy on the held-out tasks; changes nothing in the run. */
  async evaluate(): Promise<void> {
    await this.enter('evaluate');
    const { judge, language, heldOut, emit } = this.environment;
    const { step } = this.state;
    await this.withAverage(async () =>
      emit(await evaluateHeldOut(this.model, judge, language, heldOut, step, this.config.fuel, emit)),
    );
  }

  /** What the run's model is asked for outside self-play is answered by the averaged weights, where there are any. */
  async withAverage<Result>(ask: () => Promise<Result>): Promise<Result> {
    return this.average.weights ? withWeights(this.model, this.average.weights, ask) : ask();
  }

  private async probe(proposals: readonly ProposalRecord[]): Promise<void> {
    const { rollouts: n, batch } = this.config;
    const valid = proposals.flatMap((record) => (record.task ? [{ record, task: record.task }] : []));
    const attempts = valid.flatMap(({ task }, index) =>
      Array.from({ length: n }, (_, k) => this.attempt('probe', task, index * 32 + k, k === 0 && index % batch < 2)),
    );
    const solved = await this.sample(attempts, Purpose.sampleProbe);
    for (const [index, { record, task }] of valid.entries()) {
      record.probes = solved.slice(index * n, (index + 1) * n);
      record.successes = record.probes.filter(({ reward }) => reward === RIGHT_REWARD).length;
      const { job } = record.rollout;
      const buffer = this.state.buffers[job.type];
      record.reward = proposerReward(this.config, task, record.successes, job.references, buffer);
      task.reward = record.reward;
      this.state.frontiers[task.task.type].observe(task.depth, record.successes / n);
    }
  }

  private async solve(proposals: readonly ProposalRecord[]): Promise<SolvedAttempt[]> {
    const { seed, batch, solveFrom } = this.config;
    const { step, buffers } = this.state;
    const [since, before] = solveFrom === 'thisStep' ? [step, step + 1] : [step - 1, step];
    const attempts = this.types.flatMap((type) => {
      const item = allTaskTypes.indexOf(type) * 1024;
      const random = new RandomStream({ seed, purpose: Purpose.buffer, step, item });
      return buffers[type]
        .sampleRecent(random, batch, since, before)
        .map((task, index) => this.attempt('solve', task, item + index, index < 2));
    });
    const voters = proposals.flatMap(({ probes }) => probes);
    return this.sample(attempts, Purpose.sampleSolve, voters, () => this.enter('verify'));
  }

  private attempt(purpose: 'probe' | 'solve', buffered: BufferedTask, item: number, streamed: boolean): Attempt {
    return {
      id: `${this.state.step}.${purpose}.${item}`,
      purpose,
      task: buffered.task,
      buffered,
      depth: buffered.depth,
      closingLine: this.environment.language.closingLine,
      item,
      streamed,
      leaky: this.config.leakyPrompt,
    };
  }

  private async sample(
    attempts: readonly Attempt[],
    purpose: Purpose,
    voters: readonly SolvedAttempt[] = [],
    onSampled?: () => Promise<void>,
  ): Promise<SolvedAttempt[]> {
    const { seed, temperature, topP, legalTokens, fuel, verifier } = this.config;
    const { judge, emit } = this.environment;
    const options = { seed, purpose, step: this.state.step, temperature, topP, legalTokens, emit };
    const solved = await solve(this.model, judge, attempts, fuel, options, onSampled);
    for (const { rollout } of solved) this.state.tokens.sampled += rollout.tokens.length;
    return verifier === 'majority' ? rewardByMajority(solved, voters) : solved;
  }

  private async update(
    proposals: readonly ProposalRecord[],
    solved: readonly SolvedAttempt[],
    advantages: readonly number[],
  ): Promise<UpdateResult | undefined> {
    const { config, model, state, environment } = this;
    const random = new RandomStream({ seed: config.seed, purpose: Purpose.replay, step: state.step, item: 0 });
    const learningRate =
      config.learningRate * Math.min(1, (state.updates + 1) / Math.max(1, config.learningRateWarmup));
    let result: UpdateResult | undefined;
    if (config.update === 'policyGradient') {
      const members = stepMembers(proposals, solved, config);
      const trained = advantaged(members, advantages, config);
      const { breathe } = environment;
      result = await policyGradientUpdate(model, this.reference, trained, config, learningRate, random, breathe);
    } else if (config.update === 'verifiedLikelihood') {
      const { pool } = state;
      const learnt = {
        fresh: this.positives(proposals, solved),
        hindsight: await this.hindsight.draw(state, config),
        pool,
      };
      result = await verifiedLikelihoodUpdate(model, learnt, config, learningRate, random, environment.breathe);
      pool.add(learnt.fresh);
    }
    state.updates += result?.stats.length ?? 0;
    state.tokens.trained += result?.trained ?? 0;
    return result;
  }

  /** What of a step is verified and worth learning, for `verifiedLikelihood`. */
  private positives(proposals: readonly ProposalRecord[], solved: readonly SolvedAttempt[]): Positive[] {
    const { trainSolver, trainProposer, taskSource, positivesNeed, seed } = this.config;
    const random = new RandomStream({ seed, purpose: Purpose.replay, step: this.state.step, item: 1 });
    const groups = [...proposals.map(({ probes }) => probes), ...solved.map((attempt) => [attempt])];
    const solver = trainSolver ? groups.flatMap((group) => solverPositives(group, positivesNeed, random)) : [];
    return [...solver, ...(trainProposer && taskSource === 'proposer' ? proposerPositives(proposals) : [])];
  }

  private finish(started: number, outcome: StepOutcome): void {
    const { state } = this;
    state.seconds += (performance.now() - started) / 1000;
    state.hash = nextHash(state.hash, stepRecord(outcome));
    const { step, updates, seconds, tokens, hash } = state;
    this.environment.emit({
      kind: 'step',
      step,
      updates,
      seconds,
      tokens: { ...tokens },
      series: stepSeries(outcome, state),
      hash,
    });
  }

  private get types(): TaskType[] {
    return allTaskTypes.filter((type) => this.config[type]);
  }

  /** Task types whose seed set is not full yet; induction waits for programs of the other two. */
  private get unseeded(): TaskType[] {
    const { buffers } = this.state;
    const goal = (type: TaskType) => (type === 'induction' ? this.config.seedTasks / 2 : this.config.seedTasks);
    const programs = buffers.deduction.size + buffers.abduction.size > 2;
    return this.types.filter((type) => buffers[type].size < goal(type) && (type !== 'induction' || programs));
  }

  private get situation() {
    const { step, buffers, frontiers } = this.state;
    const deepestReference = {
      deduction: frontiers.deduction.level,
      abduction: frontiers.abduction.level,
      induction: frontiers.induction.level,
      error: frontiers.error.level,
    };
    return { step, config: this.config, buffers, deepestReference, context: this.model.shape.context };
  }

  private get context() {
    const { judge, language, emit } = this.environment;
    const onSampled = async () => {
      if (this.state.step > 0) await this.enter('validate');
    };
    return { model: this.model, judge, config: this.config, language, state: this.state, emit, onSampled };
  }

  private async enter(phase: Phase): Promise<void> {
    await this.environment.breathe();
    this.environment.emit({ kind: 'phase', step: this.state.step, phase });
  }
}
