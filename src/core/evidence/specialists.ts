import * as v from 'valibot';
import { schema } from '../config/schema.ts';
import { findLanguage } from '../tasks/language.ts';
import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { percentText } from './statistics.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const score = v.object({ n: count, correct: count });
const ranges = v.object({ seen: score, beyond: score });
const types = v.object({ deduction: ranges, abduction: ranges, induction: ranges });
const languageName = v.picklist(schema.language.options.map(({ value }) => value));

/**
 * A model that knows one language, and its held-out scores in that and in others: the base model of a language, or what self-play in that
 * language alone made of it.
 */
export const specialistSchema = v.object({
  /** The only language that it was warmed up and trained in. */
  language: languageName,
  /** Preset and seed of its self-play; absent for a base model. */
  preset: v.optional(v.string()),
  seed: v.optional(count),
  /** Tokens sampled and trained in self-play; 0 for a base model. */
  tokens: count,
  /** By language of the tasks; depths that the warm-up of that language shows, and deeper ones. */
  heldOut: v.record(languageName, types),
});
export type Specialist = v.InferOutput<typeof specialistSchema>;
export type LanguageName = Specialist['language'];
export type SpecialistScores = v.InferOutput<typeof types>;

/** What the table is, for the page and the README. */
export const SPECIALISTS =
  'A specialist is the base model of one language, before or after self-play in that language alone; the vocabulary is the same for all. Right answers in percent on the held-out test tasks of each language, greedy, at depths that the warm-up of that language shows.';

/** The commands that make the table. */
export const SPECIALIST_COMMANDS: readonly string[] = [
  'npm run -s selfplay -- --preset default.1 --seed 1 --tokens 1000000 --eval-tasks 36 --backend wasm --set language=LANGUAGE evaluateEvery=0 --out runs/LANGUAGE.azrun',
  'npm run -s evaluate -- --matrix public/checkpoints/lists-small runs/lists.azrun public/checkpoints/numbers-small runs/numbers.azrun public/checkpoints/text-small runs/text.azrun --out runs/specialists.json',
  'npm run evidence',
];

/** Pools scores by depth into those of the depths that the language's warm-up shows and those of deeper ones. */
export function pooledScores(
  language: LanguageName,
  byDepth: Partial<Record<TaskType, Record<number, { n: number; correct: number }>>>,
): SpecialistScores {
  const { warmupDepth } = findLanguage(language);
  const pool = (type: TaskType, wanted: (depth: number) => boolean) => {
    const cells = Object.entries(byDepth[type] ?? {}).filter(([depth]) => wanted(Number(depth)));
    return {
      n: cells.reduce((sum, [, { n }]) => sum + n, 0),
      correct: cells.reduce((sum, [, { correct }]) => sum + correct, 0),
    };
  };
  return Object.fromEntries(
    taskTypes.map((type) => [
      type,
      { seen: pool(type, (depth) => depth <= warmupDepth), beyond: pool(type, (depth) => depth > warmupDepth) },
    ]),
  ) as SpecialistScores;
}

/** A specialist's name in words. */
export function specialistName({ language, preset, seed, tokens }: Specialist): string {
  return preset === undefined
    ? `${language}, base`
    : `${language}, after ${tokens < 1e5 ? `${tokens}` : `${Math.round(tokens / 1e5) / 10}M`} tokens of ${preset}, seed ${seed}`;
}

/** The languages of the tasks, in the order of the settings. */
export function matrixLanguages(specialists: readonly Specialist[]): LanguageName[] {
  return schema.language.options
    .map(({ value }) => value)
    .filter((name) => specialists.some(({ heldOut }) => heldOut[name] !== undefined));
}

/** Percent right at the depths that warm-up shows, or undefined where nothing was measured. */
export function seenPercent({ heldOut }: Specialist, language: LanguageName, type: TaskType): string | undefined {
  const { n, correct } = (type === 'error' ? undefined : heldOut[language]?.[type].seen) ?? { n: 0, correct: 0 };
  return n === 0 ? undefined : percentText({ mean: correct / n, sd: 0, n: 1 });
}

/** The table as Markdown lines, for the README; how to make it where there is none. */
export function specialistTable(specialists: readonly Specialist[]): string[] {
  const languages = matrixLanguages(specialists);
  const table =
    specialists.length === 0
      ? ['Not run.']
      : [
          `| specialist | ${languages.map((name) => `tasks of \`${name}\`: deduction, abduction, induction`).join(' | ')} |`,
          `| --- |${languages.map(() => ' --- |').join('')}`,
          ...specialists.map((one) => {
            const cells = languages.map((name) =>
              taskTypes.map((type) => seenPercent(one, name, type) ?? '–').join(' '),
            );
            return `| ${specialistName(one)} | ${cells.join(' | ')} |`;
          }),
        ];
  return [
    `*Specialists*. ${SPECIALISTS}`,
    '',
    ...table,
    '',
    'Commands, the first for each language:',
    '',
    ...SPECIALIST_COMMANDS.map((command) => `- \`${command}\``),
  ];
}
