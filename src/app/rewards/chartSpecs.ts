import { hacks } from '../../core/health/hacks.ts';
import { allTaskTypes, type TaskType } from '../../core/tasks/taskType.ts';
import { percentage, shortCount } from '../style/formatNumber.ts';
import { difficultyKinds } from './difficulty.ts';
import { hackNames } from './hackNames.ts';
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

const perType = (make: (type: TaskType) => ChartSpec): ChartSpec[] =>
  allTaskTypes.map((type) => ({ ...make(type), type }));

/** Both roles of a task type in one chart: the solver in the type's colour, the proposer in grey. */
const perRole = (title: string, name: string, more: Pick<ChartSpec, 'format' | 'range'>) =>
  perType((type) => ({
    label: type,
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
    title: 'Groups that teach nothing, seen and predicted',
    sentence:
      'Seen: tasks that all n rollouts solve or none does. Predicted: pⁿ + (1 − p)ⁿ, were all tasks as hard as their mean solve rate p. The gap is how much they differ.',
    charts: perType((type) => ({
      label: type,
      name: `Groups that teach nothing of ${type}, seen and predicted`,
      lines: [
        { label: 'predicted', hue: '--ink-3', series: `difficulty.${type}.predictedDead` },
        { label: 'seen', hue: `--${type}-mark`, series: `difficulty.${type}.dead` },
      ],
      ...SHARE,
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
    title: 'Depth: proposed and solved',
    sentence:
      'Mean depth of the valid proposals, and the deepest level that the solver still solves while it trains. A proposer that stays far below has stopped to teach.',
    charts: perType((type) => ({
      label: type,
      name: `Depth of ${type}, proposed and solved`,
      lines: [
        { label: 'solved', hue: '--ink-3', series: `frontier.${type}` },
        { label: 'proposed', hue: `--${type}-mark`, series: `proposals.${type}.depth` },
      ],
      format: decimal,
    })),
  },
  {
    title: 'New programs',
    sentence: 'Share of all valid programs so far that are distinct. A proposer that repeats itself lets it fall.',
    charts: [
      single('distinct programs', 'proposals.uniqueShare', percentage, shareScale.range),
      {
        label: 'programs and copies of a step',
        name: 'Valid programs of a step, and copies among them',
        lines: [
          { label: 'valid programs', hue: '--ink-3', series: 'proposals.programs' },
          { label: 'copies', hue: '--false', series: 'proposals.copies' },
        ],
        format: count,
      },
    ],
  },
  {
    title: 'Tasks that ask for nothing',
    sentence:
      'Ways to be rewarded for no task at all, counted among the accepted tasks of a step: signs of reward hacking.',
    charts: [
      single('any of them', 'proposals.trivial', count),
      ...hacks.map((hack) => single(hackNames[hack], `hacks.${hack}`, count)),
    ],
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
      single('learning rate', 'update.learningRate', (value) => (value === 0 ? '0' : value.toExponential(1))),
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
    title: 'How convoluted the programs are',
    sentence:
      'Means of the programs that were proposed and of those that solved an induction task. Curves that only rise are bad practice creeping in.',
    charts: (
      [
        ['cyclomatic complexity', 'cyclomatic'],
        ['Halstead effort', 'halstead'],
        ['cognitive complexity', 'cognitive'],
      ] as const
    ).map(([label, metric]) => ({
      label,
      name: `${label}, proposed and induced programs`,
      lines: [
        { label: 'proposed', hue: '--ink-3', series: `complexity.proposed.${metric}` },
        { label: 'induced', hue: '--induction-mark', series: `complexity.induced.${metric}` },
      ],
      format: count,
    })),
  },
];

export const reasoningSections: readonly ChartSection[] = [
  {
    title: 'Steps that are true',
    sentence:
      'Share of the values stated on the way to an answer that agree with the interpreter’s trace, over all attempts of a step.',
    charts: oneEach('Steps that are true', (type) => `reasoning.${type}.true`, SHARE),
  },
  {
    title: 'Right answer, false step',
    sentence:
      'Of the right answers, the share that states at least one false value on the way: right for a wrong reason.',
    charts: oneEach('Right answer, false step', (type) => `reasoning.${type}.rightWithFalse`, SHARE),
  },
  {
    title: 'Wrong answer, true steps',
    sentence:
      'Of the wrong answers, the share whose steps are all true: in deduction the last step fails; in induction the program fits the shown pairs and not the hidden ones.',
    charts: oneEach('Wrong answer, true steps', (type) => `reasoning.${type}.wrongWithTrue`, SHARE),
  },
];

const drawn = new Set(
  [...proposalSections, ...healthSections, ...reasoningSections].flatMap(({ charts }) =>
    charts.flatMap(({ lines }) => lines.map((line) => line.series)),
  ),
);
const drawnElsewhere = /^(propose|solve)\.\w+\.reward$|^heldout\.|^operations\./;

/** Series of a run that no other chart shows, each in a chart of its own. */
export function otherSection(names: readonly string[]): ChartSection {
  const rest = names.filter((name) => !drawn.has(name) && !drawnElsewhere.test(name));
  return {
    title: 'Everything else',
    sentence: 'Series that no other chart shows, by their names in the run’s file.',
    charts: rest.map((name) => single(name, name, count)),
  };
}
