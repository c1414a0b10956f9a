import { HealthMonitor } from '../health/healthMonitor.ts';
import type {
  Evaluation,
  Notice,
  Phase,
  RunEnded,
  RunEvent,
  RunStarted,
  StepMetrics,
  WarmupProgress,
} from './events.ts';
import { RolloutBook } from './rolloutBook.ts';
import { SeriesStore } from './seriesStore.ts';
import { TaskBook } from './taskBook.ts';

/** Parts of the state that change apart from each other: a panel re-reads only what it shows. */
export const stateParts = [
  'run',
  'warmup',
  'phase',
  'tasks',
  'proposals',
  'rollouts',
  'live',
  'series',
  'evaluations',
  'notices',
  'health',
] as const;
export type StatePart = (typeof stateParts)[number];

export interface RunStateOptions {
  /** Newest steps whose completions all stay readable. */
  keepSteps?: number;
  /** Completions in all that may stay before older steps are forgotten sooner. */
  keepRollouts?: number;
  /** Refused proposals that stay readable. */
  keepRefused?: number;
  /** Buckets of a series before neighbours merge. */
  maxBuckets?: number;
  /** When to tell listeners; called at most once between two tellings. The page passes requestAnimationFrame. */
  schedule?: (tell: () => void) => void;
}

const NOTICES_KEPT = 1000;

/**
 * Everything that the panels read, derived from the run log event by event. Live runs and replays feed it alike.
 * Outside React: a panel subscribes and compares `versions` of the parts that it shows.
 */
export class RunState {
  header: RunStarted | undefined;
  warmup: WarmupProgress | undefined;
  /** Warm-up loss (`loss`) by warm-up update. */
  readonly warmupSeries: SeriesStore;
  /** The step that the newest event belongs to. */
  step = 0;
  phase: Phase | undefined;
  readonly tasks: TaskBook;
  readonly rollouts: RolloutBook;
  /** All series of StepMetrics, by step. */
  readonly series: SeriesStore;
  /** Metrics of the last finished step. */
  lastStep: StepMetrics | undefined;
  readonly evaluations: Evaluation[] = [];
  readonly notices: Notice[] = [];
  /** What is wrong with the run, as after its newest step. */
  readonly health = new HealthMonitor();
  ended: RunEnded | undefined;
  /** Events read so far. */
  events = 0;
  /** Counts every change. */
  version = 0;
  /** Counts the changes of each part. */
  readonly versions = Object.fromEntries(stateParts.map((part) => [part, 0])) as Record<StatePart, number>;

  private readonly hashes = new Map<number, string>();
  private readonly listeners = new Set<() => void>();
  private readonly schedule: (tell: () => void) => void;
  private telling = false;

  constructor(options: RunStateOptions = {}) {
    this.tasks = new TaskBook(options.keepRefused ?? 5000);
    this.rollouts = new RolloutBook(options.keepSteps ?? 20, options.keepRollouts ?? 20_000);
    this.series = new SeriesStore(options.maxBuckets);
    this.warmupSeries = new SeriesStore(options.maxBuckets);
    this.schedule = options.schedule ?? queueMicrotask;
  }

  /** Takes the next event of the log. */
  append(event: RunEvent): void {
    this.events++;
    this.health.append(event);
    for (const part of this.apply(event)) this.versions[part]++;
    this.version++;
    if (!this.telling && this.listeners.size > 0) {
      this.telling = true;
      this.schedule(() => {
        this.telling = false;
        for (const listener of this.listeners) listener();
      });
    }
  }

  /** Calls the listener some time after changes, once for many. Returns the function that ends it. */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Trajectory hash after a step, or undefined when that step is not in the log. */
  hashAt(step: number): string | undefined {
    return this.hashes.get(step);
  }

  private apply(event: RunEvent): StatePart[] {
    switch (event.kind) {
      case 'run':
        this.header = event;
        return ['run'];
      case 'warmup':
        this.warmup = event;
        this.warmupSeries.append(
          { step: event.update, tokens: event.tokens, seconds: event.seconds },
          { loss: event.loss },
        );
        return ['warmup'];
      case 'phase':
        this.step = event.step;
        this.phase = event.phase;
        return ['phase'];
      case 'task':
        this.tasks.addTask(event);
        return ['tasks'];
      case 'rolloutStarted':
        this.rollouts.start(event);
        return ['live'];
      case 'rolloutTokens':
        this.rollouts.extend(event.id, event.tokens);
        return ['live'];
      case 'rollout':
        if (this.rollouts.finish(event) && event.purpose === 'solve' && event.taskId !== undefined) {
          this.tasks.countAttempts(event.taskId, 1, event.verdict.kind === 'correct' ? 1 : 0);
          return ['rollouts', 'live', 'tasks'];
        }
        return ['rollouts', 'live'];
      case 'attempts':
        this.tasks.countAttempts(event.taskId, event.n, event.correct);
        return ['tasks'];
      case 'proposal':
        this.tasks.addProposal(event);
        return ['proposals', 'tasks'];
      case 'credit':
        for (const entry of event.entries) {
          this.rollouts.credit(entry);
          this.tasks.credit(entry);
        }
        return ['rollouts', 'proposals'];
      case 'evaluation':
        this.evaluations.push(event);
        return ['evaluations'];
      case 'step':
        this.finishStep(event);
        return ['series', 'rollouts', 'phase', 'health'];
      case 'notice':
        this.notices.push(event);
        if (this.notices.length > NOTICES_KEPT) this.notices.shift();
        return ['notices'];
      case 'restored':
        this.tasks.forget(event.to, event.step);
        return ['tasks', 'health'];
      case 'ended':
        this.ended = event;
        this.phase = undefined;
        return ['run', 'phase'];
      default:
        event satisfies never;
        return [];
    }
  }

  private finishStep(event: StepMetrics): void {
    this.step = event.step;
    this.lastStep = event;
    this.hashes.set(event.step, event.hash);
    const tokens = event.tokens.sampled + event.tokens.trained;
    this.series.append({ step: event.step, tokens, seconds: event.seconds }, event.series);
    this.rollouts.evict(event.step);
  }
}
