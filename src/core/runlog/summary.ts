import { ProposedPrograms } from '../tasks/proposedPrograms.ts';
import { allTaskTypes, type TaskType, taskTypes } from '../tasks/taskType.ts';
import type { Evaluation, RunEnded, RunEvent, RunStarted, StepMetrics } from './events.ts';
import { type HeldOutReport, heldOutReport } from './heldOutReport.ts';
import { type Trend, TrendBuilder } from './trend.ts';

/** Steps at the end of a run over which the share of well-formed completions is taken. */
const FORMAT_STEPS = 10;

/** Of each task type that the run has, and of all proposers. */
type Shares = Partial<Record<TaskType | 'propose', number | null>>;

/** The last line that a headless run prints. */
export interface RunSummary {
  v: 1;
  preset: string;
  seed: number;
  backend: string;
  engine: string;
  parameters: number;
  steps: number;
  updates: number;
  seconds: number;
  /** Held-out evaluation is not counted. */
  tokens: { sampled: number; trained: number };
  /** Two a parameter and sampled token, six a parameter and trained token. */
  flops: number;
  stopped: RunEnded['reason'];
  /** On the held-out tasks that were not proposed in the run, and how many were. */
  heldout: HeldOutReport;
  /** Reasoning of the same attempts against the interpreter's trace, as counts (core/tasks/faithfulness.ts). */
  reasoning: { start: NonNullable<Evaluation['reasoning']>; end: NonNullable<Evaluation['reasoning']> };
  proposals: {
    total: number;
    /** Valid before the novelty filter. */
    valid: number;
    accepted: number;
    /** Distinct canonical programs over valid proposals of deduction and abduction tasks, before the novelty filter. */
    uniqueShare: number | null;
    refused: Record<string, number>;
  };
  /** Share of well-formed completions over the last ten steps; null where there were none. */
  formatShare: Shares;
  /** Some series at the start of training and at its end. */
  trends: Record<string, Trend>;
  trajectoryHash: string;
}

interface Count {
  n: number;
  wellFormed: number;
}

/** Builds the summary of a run from its log, event by event. */
export class SummaryBuilder {
  private header: RunStarted | undefined;
  private last: StepMetrics | undefined;
  private start: Evaluation | undefined;
  private end: Evaluation | undefined;
  private uniqueShare: number | null = null;
  private readonly proposals = { total: 0, accepted: 0, refused: {} as Record<string, number> };
  private readonly proposed = new ProposedPrograms();
  private readonly trends = new TrendBuilder();
  private readonly formats = new Map<number, Record<TaskType | 'propose', Count>>();

  append(event: RunEvent): void {
    switch (event.kind) {
      case 'run':
        this.header = event;
        return;
      case 'evaluation':
        this.start ??= event;
        this.end = event;
        return;
      case 'step':
        this.last = event;
        this.trends.append(event);
        this.uniqueShare = event.series['proposals.uniqueShare'] ?? this.uniqueShare;
        this.formats.delete(event.step - FORMAT_STEPS);
        return;
      case 'proposal':
        this.proposals.total++;
        if (event.program !== undefined) this.proposed.add(event.program, event.inputs ?? []);
        if (event.verdict.kind === 'accepted') this.proposals.accepted++;
        else this.proposals.refused[event.verdict.reason] = (this.proposals.refused[event.verdict.reason] ?? 0) + 1;
        return;
      case 'rollout':
        if (event.purpose === 'propose' || event.purpose === 'probe' || event.purpose === 'solve') {
          const key = event.role === 'propose' ? 'propose' : event.type;
          const illFormed =
            event.verdict.kind === 'ill-formed' ||
            (event.verdict.kind === 'refused' && event.verdict.reason === 'ill-formed');
          const count = this.formatsOf(event.step)[key];
          count.n++;
          if (!illFormed) count.wellFormed++;
        }
        return;
      default:
        return;
    }
  }

  private formatsOf(step: number): Record<TaskType | 'propose', Count> {
    const empty = (): Count => ({ n: 0, wellFormed: 0 });
    const counts = this.formats.get(step) ?? {
      deduction: empty(),
      abduction: empty(),
      induction: empty(),
      error: empty(),
      propose: empty(),
    };
    this.formats.set(step, counts);
    return counts;
  }

  /** @throws Error before the run's first event. */
  summary(stopped: RunEnded['reason']): RunSummary {
    const { header, last, proposals } = this;
    if (!header) throw new Error('A summary needs the first event of its run.');
    const tokens = last?.tokens ?? { sampled: 0, trained: 0 };
    return {
      v: 1,
      preset: header.preset,
      seed: header.config.seed,
      backend: header.backend,
      engine: header.engine,
      parameters: header.parameters,
      steps: last?.step ?? 0,
      updates: last?.updates ?? 0,
      seconds: Math.round((last?.seconds ?? 0) * 10) / 10,
      tokens,
      flops: header.parameters * (2 * tokens.sampled + 6 * tokens.trained),
      stopped,
      heldout: heldOutReport(header, this.start, this.end, this.proposed),
      reasoning: { start: this.start?.reasoning ?? {}, end: this.end?.reasoning ?? {} },
      proposals: {
        ...proposals,
        valid: proposals.accepted + (proposals.refused['duplicate'] ?? 0),
        uniqueShare: this.uniqueShare,
      },
      formatShare: this.formatShares(),
      trends: this.trends.trends(),
      trajectoryHash: (last?.hash ?? '').slice(0, 16),
    };
  }

  private formatShares(): Shares {
    const share = (key: TaskType | 'propose') => {
      let n = 0;
      let wellFormed = 0;
      for (const counts of this.formats.values()) {
        n += counts[key].n;
        wellFormed += counts[key].wellFormed;
      }
      return n === 0 ? null : wellFormed / n;
    };
    const types = this.header?.config.error ? allTaskTypes : taskTypes;
    return Object.fromEntries([...types, 'propose' as const].map((key) => [key, share(key)]));
  }
}
