import type { RefusalReason, RolloutPurpose, Verdict } from '../../core/runlog/events.ts';
import type { IconName } from '../style/Icon.tsx';

/** Every reason for which a proposal is refused, as a short name. The detail of the verdict says the rest. */
export const refusalNames: Record<RefusalReason, string> = {
  'ill-formed': 'ill-formed',
  syntax: 'not Python',
  error: 'raises an error',
  banned: 'banned module or name',
  unsupported: 'beyond this interpreter',
  fuel: 'runs too long',
  memory: 'needs too much memory',
  recursion: 'recurses too deep',
  output: 'output cannot be used',
  nondeterministic: 'two runs disagree',
  'too deep': 'beyond the frontier gate',
  'too long': 'too long',
  language: 'outside the language',
  duplicate: 'already in the buffer',
  message: 'message refused',
  'too few inputs': 'too few inputs',
  'no exception': 'no exception',
};

export const purposeNames: Record<RolloutPurpose, string> = {
  propose: 'proposing a task',
  probe: 'probing a new task',
  solve: 'training on a task of the buffer',
  evaluate: 'held-out test, greedy, never trained on',
  lab: 'attempt from the Lab',
};

export type VerdictTone = 'true' | 'false' | 'unclear';

export interface VerdictText {
  tone: VerdictTone;
  icon: IconName;
  title: string;
  detail?: string;
}

/** What the judge said, in words. */
export function verdictText(verdict: Verdict): VerdictText {
  switch (verdict.kind) {
    case 'correct':
      return { tone: 'true', icon: 'check', title: 'Correct' };
    case 'wrong':
      return { tone: 'false', icon: 'cross', title: 'Wrong', detail: verdict.reason };
    case 'ill-formed':
      return { tone: 'unclear', icon: 'question', title: 'Ill-formed', detail: verdict.reason };
    case 'accepted':
      return { tone: 'true', icon: 'check', title: 'Accepted into the buffer' };
    case 'refused':
      return {
        tone: 'false',
        icon: 'cross',
        title: `Refused: ${refusalNames[verdict.reason]}`,
        detail: verdict.detail,
      };
  }
}
