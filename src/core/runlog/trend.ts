import type { StepMetrics } from './events.ts';

/** Where a series was at the start of training and where at its end: means over so many steps. */
export interface Trend {
  first: number;
  last: number;
}

const STEPS = 5;
/** What a reader of a summary may want to follow: rewards, what the interpreter found right, how hard and how convoluted programs are, and whether reasoning is true. */
const FOLLOWED =
  /^(propose|solve)\.\w+\.(reward|accuracy)$|^complexity\.|^proposals\.\w+\.depth$|^difficulty\.\w+\.tooHard$|^reasoning\.\w+\.(true|rightWithFalse)$/;

/** Trends of a run's training steps; step 0 is left out. */
export class TrendBuilder {
  private readonly steps: StepMetrics['series'][] = [];
  private readonly latest: StepMetrics['series'][] = [];

  append({ step, series }: Pick<StepMetrics, 'step' | 'series'>): void {
    if (step === 0) return;
    if (this.steps.length < STEPS) this.steps.push(series);
    this.latest.push(series);
    if (this.latest.length > STEPS) this.latest.shift();
  }

  /** By series; those that are missing at an end are left out. */
  trends(): Record<string, Trend> {
    const trends: Record<string, Trend> = {};
    const names = new Set(this.steps.flatMap((series) => Object.keys(series)));
    for (const name of names) {
      const [first, last] = [meanOf(this.steps, name), meanOf(this.latest, name)];
      if (FOLLOWED.test(name) && first !== undefined && last !== undefined) trends[name] = { first, last };
    }
    return trends;
  }
}

function meanOf(steps: readonly StepMetrics['series'][], name: string): number | undefined {
  const values = steps.flatMap((series) => (name in series ? [series[name]] : []));
  if (values.length === 0) return undefined;
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e4) / 1e4;
}
