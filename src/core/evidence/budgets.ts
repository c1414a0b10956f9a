/** Budgets of the evidence table: sampled and trained tokens a run, and held-out tasks in each of its two evaluations. */
export const budgets = {
  short: { tokens: 1_000_000, evaluationTasks: 720, seeds: '1-3' },
  full: { tokens: 8_000_000, evaluationTasks: 4320, seeds: '1-3' },
} as const;
export type Budget = keyof typeof budgets;

/**
 * Held-out tasks in an evaluation of a headless run of so many tokens, where nothing else is said: as many as the full budget has from it on, where
 * they are a small part of the run, so that every cell has 100 or more. Undefined leaves the setting as it is.
 */
export function evaluationTasksFor(tokens: number | undefined): number | undefined {
  const { full } = budgets;
  return tokens !== undefined && tokens >= full.tokens ? full.evaluationTasks : undefined;
}

/** Presets that are also to be run at the full budget. */
export const fullPresets: readonly string[] = [
  'default.1',
  'default.2',
  'default.3',
  'default.4',
  'prompting.1',
  'paper.1',
  'paper.2',
  'random.1',
  'random.2',
  'frozen.1',
  'validity.1',
  'answer-only.1',
];

/** The command that makes the results of a row; run it again to go on after an interruption, or with more seeds. */
export function evidenceCommand(preset: string, budget: Budget, seeds: string = budgets[budget].seeds): string {
  const { tokens, evaluationTasks } = budgets[budget];
  return `npm run -s selfplay -- --preset ${preset} --seeds ${seeds} --tokens ${tokens} --eval-tasks ${evaluationTasks} --set evaluateEvery=0 --backend wasm`;
}
