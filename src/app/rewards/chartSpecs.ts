import { type TaskType, taskTypes } from '../../core/tasks/taskType.ts';
import { percentage, shortCount } from '../style/formatNumber.ts';
import { difficultyKinds } from './difficulty.ts';
import { proposalKinds } from './proposalKinds.ts';
import { shareScale } from './rewardScale.ts';
import type { ChartSpec } from './SeriesChart.tsx';

export interface ChartSection {
  title: string;
  /** What to look for. */
  sentence: string;
  charts: ChartSpec[];
}

const SHARE = { format: percentage, range: shareScale.range };
const decimal = (value: number) => value.toFixed(2);
const count = (value: number) => (value < 100 ? String(Math.round(value * 10) / 10) : shortCount(value));

const perType = (make: (type: TaskType) => ChartSpec): ChartSpec[] => taskTypes.map(make);

/** Both roles of a task type in one chart: the solver in the type's colour, the proposer in grey. */
const perRole = (title: string, name: string, more: Pick<ChartSpec, 'format' | 'range'>) =>
  perType((type) => ({
    label: `${type}: proposer, solver`,
    name: `${title} of ${type}, proposer and solver`,
    lines: [
      { label: 'proposer', hue: '--ink-3', series: `propose.${type}.${name}` },
      { label: 'solver', hue: `--${type}-mark`, series: `solve.${type}.${name}` },
    ],
    ...more,
  }));

const single = (label: string, series: string, format: ChartSpec['format'], range?: ChartSpec['range']): ChartSpec => ({
  label,
  name: label,
  lines: [{ label, hue: '--ink', series }],
  format,
  ...(range ? { range } : {}),
});

const oneEach = (title: string, name: (type: TaskType) => string, more: Pick<ChartSpec, 'format' | 'range'>) =>
  perType((type) => ({
    label: type,
    name: `${title} of ${type}`,
    lines: [{ label: type, hue: `--${type}-mark`, series: name(type) }],
    ...more,
  }));

export const proposalSections: readonly ChartSection[] = [
  {
    title: 'Valid, invalid and ill-formed',
    sentence:
      'Proposals of a step. Invalid ones could be read but were refused; ill-formed ones could not be read at all.',
    charts: perType((type) => ({
      label: type,
      name: `Valid, invalid and ill-formed proposals of ${type}`,
      lines: proposalKinds.map(({ key, name, hue }) => ({ label: name, hue, series: `proposals.${type}.${key}` })),
      format: count,
    })),
  },
  {
    title: 'Too hard, informative, too easy',
    sentence:
      'Probed tasks by solve rate s: no rollout solves it, some do, all do. Only the middle part gives a gradient.',
    charts: perType((type) => ({
      label: type,
      name: `Too hard, informative and too easy tasks of ${type}`,
      lines: difficultyKinds.map(({ key, name, hue }) => ({ label: name, hue, series: `difficulty.${type}.${key}` })),
      format: percentage,
      range: [0, 1],
      stacked: true,
    })),
  },
  {
    title: 'Solve rate of probed tasks',
    sentence: 'Mean s over the n rollouts. The reward 1 − s pays for tasks that are rarely, but not never, solved.',
    charts: oneEach('Solve rate of probed tasks', (type) => `solveRate.${type}`, SHARE),
  },
  {
    title: 'Right answers of the solver',
    sentence:
      'Share of solver rollouts that the interpreter finds right, whoever gives the reward. With the model’s own majority as the judge, the reward can rise while this falls.',
    charts: oneEach('Right answers of the solver', (type) => `solve.${type}.accuracy`, SHARE),
  },
  {
    title: 'Depth of proposals',
    sentence: 'Mean depth of the valid ones. A proposer that stays shallow has stopped to teach.',
    charts: oneEach('Depth of proposals', (type) => `proposals.${type}.depth`, { format: decimal }),
  },
  {
    title: 'Depth that the solver reaches',
    sentence:
      'Deepest level that the solver still solves while it trains. The frontier gate lets proposals go one beyond it.',
    charts: oneEach('Depth that the solver reaches', (type) => `frontier.${type}`, { format: count }),
  },
  {
    title: 'New programs',
    sentence: 'Share of all valid programs so far that are distinct. A proposer that repeats itself lets it fall.',
    charts: [single('distinct programs', 'proposals.uniqueShare', percentage, shareScale.range)],
  },
  {
    title: 'Buffer',
    sentence: 'Accepted tasks so far.',
    charts: oneEach('Buffer size', (type) => `buffer.${type}`, { format: shortCount }),
  },
];

export const healthSections: readonly ChartSection[] = [
  {
    title: 'Update',
    sentence: 'Loss and gradient of the optimiser, and the verified positives that it can learn from.',
    charts: [
      single('loss', 'update.loss', decimal),
      single('gradient norm', 'update.gradientNorm', decimal),
      single('learning rate', 'update.learningRate', (value) => value.toPrecision(2)),
      single('verified positives', 'update.positives', shortCount),
    ],
  },
  {
    title: 'Well-formed completions',
    sentence: 'Falling curves mean that the model is losing the format.',
    charts: perRole('Well-formed share', 'wellFormed', SHARE),
  },
  {
    title: 'Entropy, in nats a token',
    sentence: 'Near zero the model has stopped to explore.',
    charts: perRole('Entropy', 'entropy', { format: decimal }),
  },
  {
    title: 'Length, in tokens',
    sentence: 'Steady growth without better rewards is drift.',
    charts: perRole('Length', 'length', { format: count }),
  },
  {
    title: 'Spread of rewards in a step',
    sentence: 'Standard deviation within a stream. At zero every advantage is zero.',
    charts: perRole('Spread of rewards', 'rewardDeviation', { format: decimal }),
  },
  {
    title: 'True reasoning',
    sentence: 'Share of the values stated in the reasoning that agree with the interpreter’s trace.',
    charts: oneEach('True reasoning', (type) => `reasoning.${type}.true`, SHARE),
  },
];

const drawn = new Set(
  [...proposalSections, ...healthSections].flatMap(({ charts }) =>
    charts.flatMap(({ lines }) => lines.map((line) => line.series)),
  ),
);
const drawnElsewhere = /^(propose|solve)\.\w+\.reward$|^heldout\./;

/** Series of a run that no other chart shows, each in a chart of its own. */
export function otherSection(names: readonly string[]): ChartSection {
  const rest = names.filter((name) => !drawn.has(name) && !drawnElsewhere.test(name));
  return {
    title: 'Everything else',
    sentence: 'Series that no other chart shows, by their names in the run’s file.',
    charts: rest.map((name) => single(name, name, count)),
  };
}
