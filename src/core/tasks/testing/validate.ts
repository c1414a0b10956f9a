import { defaultConfig } from '../../config/schema.ts';
import { runRequest } from '../../python/run.ts';
import { findLanguage, type Language } from '../language.ts';
import { type Candidate, judgeCandidate, readCandidate, type ValidationRules, validationRuns } from '../validation.ts';

const lists = findLanguage('lists');

/** The language of lists, with nothing refused for its form. */
export const anyProgram: Language = { ...lists, refuse: () => undefined };

/** What validation makes of a candidate under the default settings, but with no gate and no novelty filter; `changes` change the rules. */
export function validate(
  candidate: Candidate,
  changes: Partial<ValidationRules> = {},
): ReturnType<typeof judgeCandidate> {
  const { inductionInputs, shownShare, fuel, noveltyOf } = defaultConfig();
  const rules = { language: lists, inductionInputs, shownShare, fuel, noveltyOf, ...changes };
  const read = readCandidate(candidate, rules);
  if ('reason' in read) return read;
  return judgeCandidate(candidate, read.facts, validationRuns(candidate, rules.fuel).map(runRequest), rules);
}
