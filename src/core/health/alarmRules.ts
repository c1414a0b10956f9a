import { streams } from '../runlog/series.ts';
import { allTaskTypes, type TaskType } from '../tasks/taskType.ts';
import type { Alarm } from './alarm.ts';
import { type Hack, hacks } from './hacks.ts';
import { type HealthHistory, mean, total } from './healthHistory.ts';

/**
 * A rule reads a history and raises alarms. Its bounds are set so that the shipped recipe stays clear of them for 400 steps, and the
 * collapses of core/health/alarmRules.test.ts do not.
 */
export type AlarmRule = (history: HealthHistory) => Alarm[];

/** Steps over which means are taken. */
const WINDOW = 10;
/** Programs or tasks over which shares are taken. */
const SAMPLE = 200;

const percent = (share: number) => `${Math.round(100 * share)} %`;
const validOf = (type: TaskType) => `proposals.${type}.valid`;
const programTypes = ['deduction', 'abduction'] as const;

/** The proposer repeats itself. */
export const copies: AlarmRule = (history) => {
  const steps = history.untilCount(['proposals.programs'], SAMPLE);
  if (!steps) return [];
  const programs = total(steps, 'proposals.programs');
  const share = total(steps, 'proposals.copies') / programs;
  if (share < 0.3) return [];
  return [
    {
      id: 'copies',
      text: `The proposer repeats itself: ${percent(share)} of the last ${programs} programs are copies of earlier ones.`,
      advice:
        'The novelty filter keeps copies out of the buffer; references from the deepest tasks give the proposer new ground.',
    },
  ];
};

const hackWords: Record<Exclude<Hack, 'answerInMessage'>, string> = {
  inputIgnored: 'do not use their input',
  inputReturned: 'give their input back as it is',
  constantOutput: 'have one output for every input',
};

/** Tasks that ask for nothing. */
export const trivialTasks: AlarmRule = (history) => {
  const steps = history.untilCount(allTaskTypes.map(validOf), SAMPLE);
  if (!steps) return [];
  const accepted = total(steps, ...allTaskTypes.map(validOf));
  const share = total(steps, 'proposals.trivial') / accepted;
  if (share < 0.25) return [];
  const kinds = (Object.keys(hackWords) as (keyof typeof hackWords)[])
    .map((hack) => ({ hack, part: total(steps, `hacks.${hack}`) / accepted }))
    .filter(({ part }) => part >= 0.05)
    .map(({ hack, part }) => `${percent(part)} ${hackWords[hack]}`);
  return [
    {
      id: 'trivial',
      text: `The proposer earns with tasks that ask for nothing: ${percent(share)} of the last ${accepted} accepted tasks${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}.`,
      advice: 'Such tasks are solved every time: the learnability reward pays nothing for them, validity alone does.',
    },
  ];
};

/** The message of an induction task tells its answer. */
export const tellingMessages: AlarmRule = (history) => {
  const names = [validOf('induction'), 'proposals.induction.invalid'];
  const steps = history.untilCount(names, SAMPLE / 2);
  if (!steps) return [];
  const proposals = total(steps, ...names);
  const share = total(steps, `hacks.${hacks[3]}`) / proposals;
  if (share < 0.15) return [];
  return [
    {
      id: 'message',
      text: `The proposer writes the answer into its message: in ${percent(share)} of the last ${proposals} induction proposals.`,
      advice: 'Messages that hold code are refused; those that name an output are counted here.',
    },
  ];
};

/** Tasks that teach nothing, by type: all solved or none. */
export const deadTasks: AlarmRule = (history) =>
  allTaskTypes.flatMap((type) => {
    const steps = history.untilCount([validOf(type)], SAMPLE / 2);
    const hard = steps && mean(steps, `difficulty.${type}.tooHard`, validOf(type));
    const easy = steps && mean(steps, `difficulty.${type}.tooEasy`, validOf(type));
    if (!steps || hard === undefined || easy === undefined || hard + easy < 0.9) return [];
    const tasks = total(steps, validOf(type));
    const [share, why] = hard > easy ? [hard, 'by no rollout'] : [easy, 'by every rollout'];
    return [
      {
        id: `dead.${type}`,
        text: `There is next to nothing to learn in ${type}: ${percent(share)} of the last ${tasks} tasks were solved ${why}.`,
        advice:
          hard > easy
            ? 'The frontier gate keeps proposals within reach of the solver.'
            : 'Composites and “extend” take the proposer beyond what is solved.',
      },
    ];
  });

/** Completions that cannot be read. */
export const lostFormat: AlarmRule = (history) => {
  const steps = history.recent(WINDOW);
  if (!steps) return [];
  return streams.flatMap((stream) => {
    const share = mean(steps, `${stream}.wellFormed`);
    if (share === undefined || share >= 0.5) return [];
    return [
      {
        id: `format.${stream}`,
        text: `The ${words(stream)} loses the format: ${percent(1 - share)} of its completions in the last ${WINDOW} steps cannot be read.`,
        advice: 'A lower learning rate and replay of verified answers keep the format.',
      },
    ];
  });
};

/** A proposer that has stopped to vary. Solvers are not held to it: what has one answer may be certain. */
export const noEntropy: AlarmRule = (history) => {
  const steps = history.recent(WINDOW);
  if (!steps) return [];
  return allTaskTypes.flatMap((type) => {
    const entropy = mean(steps, `propose.${type}.entropy`);
    if (entropy === undefined || entropy >= 0.05) return [];
    return [
      {
        id: `entropy.${type}`,
        text: `The ${type} proposer hardly varies: ${entropy.toFixed(3)} nats of entropy a token in the last ${WINDOW} steps.`,
        advice: 'An entropy bonus or a higher sampling temperature lets it explore again.',
      },
    ];
  });
};

/** Proposals become shallower than they were. */
export const shallower: AlarmRule = (history) => {
  const recent = history.recent(WINDOW);
  if (!recent) return [];
  return programTypes.flatMap((type) => {
    const depth = (steps: typeof recent) => mean(steps, `proposals.${type}.depth`, validOf(type));
    const now = depth(recent);
    let best = { depth: 0, step: 0 };
    for (let end = WINDOW; end <= history.steps.length; end += WINDOW) {
      const window = history.steps.slice(end - WINDOW, end);
      const value = depth(window) ?? 0;
      if (value > best.depth) best = { depth: value, step: window[WINDOW - 1].step };
    }
    if (now === undefined || best.depth < 2.5 || now > 0.6 * best.depth) return [];
    return [
      {
        id: `shallower.${type}`,
        text: `Proposals of ${type} get shallower: mean depth ${now.toFixed(1)}, after ${best.depth.toFixed(1)} around step ${best.step}.`,
        advice: 'References from the deepest filled levels and novelty by program hold the depth.',
      },
    ];
  });
};

/** The proposer stays far below what the solver can do. */
export const proposerBehind: AlarmRule = (history) => {
  const steps = history.recent(WINDOW);
  if (!steps) return [];
  return programTypes.flatMap((type) => {
    const proposed = mean(steps, `proposals.${type}.depth`, validOf(type));
    const solved = mean(steps, `frontier.${type}`);
    if (proposed === undefined || solved === undefined || solved < 4 || proposed > 0.4 * solved) return [];
    return [
      {
        id: `behind.${type}`,
        text: `The ${type} proposer stays behind the solver: proposals of mean depth ${proposed.toFixed(1)}, while depth ${solved.toFixed(0)} is solved.`,
        advice: 'References from the deepest filled levels, or composites, close the gap.',
      },
    ];
  });
};

/** The solver forgets what the base could do: the depths that warm-up had shown. */
export const forgets: AlarmRule = ({ evaluations, warmupDepth }) =>
  allTaskTypes.flatMap((type) => {
    const shallow = evaluations.flatMap(({ step, types }) => {
      const cells = Object.entries(types[type] ?? {}).filter(([depth]) => Number(depth) <= warmupDepth);
      const n = cells.reduce((sum, [, score]) => sum + score.n, 0);
      const correct = cells.reduce((sum, [, score]) => sum + score.correct, 0);
      return n < 20 ? [] : [{ step, share: correct / n }];
    });
    const last = shallow.at(-1);
    const best = shallow.reduce((a, b) => (b.share > a.share ? b : a), { step: 0, share: 0 });
    if (!last || best.share - last.share < 0.15) return [];
    return [
      {
        id: `forgets.${type}`,
        text: `The solver forgets: held-out ${type} of depth 1 to ${warmupDepth} fell from ${percent(best.share)} at step ${best.step} to ${percent(last.share)}.`,
        advice: 'Replay of earlier verified answers and a lower learning rate keep what was learnt.',
      },
    ];
  });

/** Completions grow without more depth and without more reward. Deduction and abduction solvers are ended by the environment. */
export const drifts: AlarmRule = (history) => {
  const recent = history.recent(2 * WINDOW);
  if (!recent) return [];
  const grown = ['propose.deduction', 'propose.abduction', 'propose.induction', 'solve.induction'] as const;
  return grown.flatMap((stream) => {
    const perDepth = (steps: typeof recent) => {
      const length = mean(steps, `${stream}.length`);
      const depth = mean(steps, `proposals.${stream.split('.')[1]}.depth`) ?? 0;
      return length === undefined ? undefined : length / (1 + depth);
    };
    const now = perDepth(recent.slice(-WINDOW));
    const before = perDepth(history.firstSteps);
    const reward = (steps: typeof recent) => mean(steps, `${stream}.reward`) ?? 0;
    const gain = reward(recent.slice(-WINDOW)) - reward(history.firstSteps);
    if (now === undefined || before === undefined || now < 1.6 * before || gain > 0.1) return [];
    return [
      {
        id: `length.${stream}`,
        text: `Completions of the ${words(stream)} drift: ${(now / before).toFixed(1)} times as long for their depth as at first, for no more reward.`,
        advice: 'Text that earns nothing is likely to go on growing: go back, or lower the learning rate.',
      },
    ];
  });
};

/** No stream has two different rewards: no advantage, no gradient. */
export const nothingMoves: AlarmRule = (history) => {
  const steps = history.recent(WINDOW);
  if (!steps) return [];
  const spreads = streams.flatMap((stream) => mean(steps, `${stream}.rewardDeviation`) ?? []);
  if (spreads.length === 0 || spreads.some((spread) => spread > 0)) return [];
  return [
    {
      id: 'still',
      text: `Nothing can be learnt: in the last ${WINDOW} steps all rewards of a stream were equal, so that every advantage is zero.`,
      advice: 'The model needs prior knowledge enough to earn a reward at times: see the setting “Prior knowledge”.',
    },
  ];
};

/** The optimiser has left the numbers. */
export const brokenUpdate: AlarmRule = ({ steps }) => {
  const series = steps.at(-1)?.series ?? {};
  const broken = ['update.loss', 'update.gradientNorm'].some(
    (name) => series[name] !== undefined && !Number.isFinite(series[name]),
  );
  return broken
    ? [
        {
          id: 'broken',
          text: 'The update broke: loss or gradient is no number any more. Such an update is left out, and the weights stay as they were.',
          advice: 'Go back to the last good checkpoint with a lower learning rate.',
        },
      ]
    : [];
};

export const alarmRules: readonly AlarmRule[] = [
  brokenUpdate,
  nothingMoves,
  copies,
  trivialTasks,
  tellingMessages,
  shallower,
  proposerBehind,
  deadTasks,
  forgets,
  lostFormat,
  noEntropy,
  drifts,
];

/** `solve.deduction` as `deduction solver`. */
function words(stream: string): string {
  const [role, type] = stream.split('.');
  return `${type} ${role === 'solve' ? 'solver' : 'proposer'}`;
}
