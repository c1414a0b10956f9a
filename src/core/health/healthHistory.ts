import type { Evaluation, RunEvent, StepMetrics } from '../runlog/events.ts';

/** Steps that are kept; the smallest preset needs about so many for 200 programs. */
const KEPT = 150;

/** What the rules of core/health/alarmRules.ts look at: the newest steps of a run and its evaluations. Step 0, which seeds, is not among them. */
export class HealthHistory {
  /** Newest last. */
  readonly steps: StepMetrics[] = [];
  /** The first steps of the run, to hold the newest against. */
  readonly firstSteps: StepMetrics[] = [];
  readonly evaluations: Evaluation[] = [];
  warmupDepth = 0;

  append(event: RunEvent): void {
    if (event.kind === 'run') this.warmupDepth = event.warmupDepth;
    if (event.kind === 'evaluation') this.evaluations.push(event);
    if (event.kind === 'restored') this.forgetAfter(event.to, event.step);
    if (event.kind !== 'step' || event.step === 0) return;
    if (this.firstSteps.length < 10) this.firstSteps.push(event);
    this.steps.push(event);
    if (this.steps.length > KEPT) this.steps.shift();
  }

  /** The newest `count` steps; fewer than that are no answer. */
  recent(count: number): readonly StepMetrics[] | undefined {
    return this.steps.length < count ? undefined : this.steps.slice(-count);
  }

  /** As many of the newest steps as it takes for the named counts to reach `atLeast`; undefined when all kept ones do not. */
  untilCount(names: readonly string[], atLeast: number): readonly StepMetrics[] | undefined {
    let sum = 0;
    for (let from = this.steps.length - 1; from >= 0; from--) {
      for (const name of names) sum += this.steps[from].series[name] ?? 0;
      if (sum >= atLeast) return this.steps.slice(from);
    }
    return undefined;
  }

  /** The run went back: what happened in between no longer tells how it is. */
  private forgetAfter(to: number, now: number): void {
    const stays = ({ step }: { step: number }) => step <= to || step > now;
    for (const list of [this.steps, this.firstSteps, this.evaluations]) {
      const kept = (list as { step: number }[]).filter(stays);
      list.splice(0, list.length, ...(kept as never[]));
    }
  }
}

/** Sum of a count over steps. */
export function total(steps: readonly StepMetrics[], ...names: string[]): number {
  return steps.reduce((sum, { series }) => sum + names.reduce((part, name) => part + (series[name] ?? 0), 0), 0);
}

/** Mean of a series over the steps that have it, weighted by a count when one is named; undefined when none has. */
export function mean(steps: readonly StepMetrics[], name: string, weight?: string): number | undefined {
  let sum = 0;
  let weights = 0;
  for (const { series } of steps) {
    const value = series[name];
    const by = weight === undefined ? 1 : (series[weight] ?? 0);
    if (value === undefined || by === 0) continue;
    sum += by * value;
    weights += by;
  }
  return weights === 0 ? undefined : sum / weights;
}
