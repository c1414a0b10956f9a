import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Locator, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { evidenceCommand } from '../src/core/evidence/budgets.ts';
import { type Evidence, type EvidenceResult, evidenceText } from '../src/core/evidence/evidence.ts';
import type { Specialist } from '../src/core/evidence/specialists.ts';
import { findChromium } from './findChromium.ts';

const cell = (before: number, after: number) => ({
  before: { n: 100, correct: before },
  after: { n: 100, correct: after },
});
const result = (preset: string, seed: number, beyond: number): EvidenceResult => ({
  preset,
  budget: 'short',
  seed,
  steps: 30,
  tokens: 2_010_000,
  heldOut: {
    deduction: { seen: cell(98, 98), beyond: cell(10, beyond) },
    abduction: { seen: cell(93, 93), beyond: cell(5, 5) },
    induction: { seen: cell(30, 30), beyond: cell(3, 3) },
  },
  uniqueShare: 0.9,
  trends: { 'solve.reward': { first: 0.1, last: 0.3 }, 'solve.accuracy': { first: 0.5, last: 0.6 } },
  trajectoryHash: '0123456789abcdef',
});
const results = [40, 43, 41].map((beyond, i) => result('default.1', i + 1, beyond));

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

async function openEvidence(body: string | undefined, width = 1440): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
  await page.route('**/evidence.json', (route) => (body === undefined ? route.abort() : route.fulfill({ body })));
  await page.goto(inject('pages'));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Evidence' }).click();
  return page;
}

const score = (correct: number) => ({ seen: { n: 100, correct }, beyond: { n: 100, correct: 0 } });
const scores = (deduction: number) => ({ deduction: score(deduction), abduction: score(71), induction: score(25) });
const specialists: Specialist[] = [
  {
    language: 'lists',
    preset: 'default.1',
    seed: 1,
    tokens: 1_000_000,
    heldOut: { lists: scores(98), text: scores(3) },
  },
];

/** The entry whose heading ends with the preset; the name of one preset may end as another is called. */
const entry = (page: Page, preset: string) =>
  page.getByRole('listitem').filter({
    has: page.getByRole('heading', { name: new RegExp(`(^|\\s)${preset.replace('.', '\\.')}$`) }),
  });

it('specialists stand in a table, a row a model and a column a language of the tasks', async () => {
  const page = await openEvidence(evidenceText({ v: 1, results, specialists }));
  const row = page.getByRole('row').filter({ hasText: 'lists, after 1M tokens of default.1, seed 1' });
  await row.waitFor();
  expect(await row.getByRole('cell').allTextContents()).toEqual(['98', '71', '25', '3', '71', '25']);
  await page.close();
});

it('a row that was run shows numbers, seeds and verdict; one that was not says so with its command; its link starts nothing', async () => {
  const page = await openEvidence(evidenceText({ v: 1, results, specialists }));
  await page.getByText(/^1 of \d+ presets were run at this budget$/).waitFor();
  const run = entry(page, 'default.1');
  await run.getByText('seeds 1, 2, 3', { exact: false }).waitFor();
  expect(await run.textContent()).toContain('10 → 41 ± 2');
  expect(await run.textContent()).toContain('better than the base');

  const open = entry(page, 'frozen.1');
  await open.getByText('not run', { exact: true }).waitFor();
  await open.getByText('Command').click();
  expect(await open.textContent()).toContain(evidenceCommand('frozen.1', 'short'));
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await open.getByRole('link', { name: 'Open with these settings' }).click();
  await page.getByText('The settings of frozen.1 are chosen, and nothing has been started', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await page.getByLabel('Preset', { exact: true }).inputValue()).toBe('frozen.1');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: 'Pause' }).isEnabled()).toBe(false);
  await page.close();
});

it('a claim about something else than accuracy says first what came of that, or that it was not recorded', async () => {
  const distinct = (preset: string, shares: number[]) =>
    shares.map((uniqueShare, i) => ({ ...result(preset, i + 1, 20), uniqueShare }));
  const recorded = [
    ...distinct('paper.1', [0.8, 0.7, 0.75]),
    ...distinct('recency.1', [0.6, 0.51, 0.54]),
    ...distinct('adversarial.1', [0.8, 0.7, 0.75]),
  ];
  const page = await openEvidence(evidenceText({ v: 1, results: recorded, specialists: [] }), 390);
  const about = async (preset: string) => (await entry(page, preset).textContent()) ?? '';
  await entry(page, 'recency.1').getByText('lower than paper.1', { exact: true }).waitFor();
  expect(await about('recency.1')).toContain(
    'Distinct programs: lower than paper.155 ± 5 %, paper.1 75 ± 5 %−20 ± 1 points',
  );
  expect(await about('recency.1')).toContain('Held-out accuracy: no evidence at this budget');
  expect(await about('adversarial.1')).toContain('Tasks that nobody solves: not recorded');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.close();
});

const shipped: Evidence = JSON.parse(readFileSync(new URL('../public/evidence.json', import.meta.url), 'utf8'));
const types = ['deduction', 'abduction', 'induction'] as const;
type End = 'before' | 'after';

/** Accuracies of a preset's runs in percent, one a seed, from the shipped file. */
const percents = (preset: string, type: (typeof types)[number], range: 'seen' | 'beyond', end: End) =>
  shipped.results
    .filter((run) => run.preset === preset && run.budget === 'short')
    .map(({ heldOut }) => (100 * heldOut[type][range][end].correct) / heldOut[type][range][end].n);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const withDeviation = (values: number[]) => {
  const variance = values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  const deviation = Math.sqrt(variance);
  return `${Math.round(mean(values))}${deviation >= 0.5 ? ` ± ${Math.round(deviation)}` : ''}`;
};

it('how much warm-up decides is a curve, and its numbers and heights are those of the results that are shipped', async () => {
  const page = await openEvidence(JSON.stringify(shipped), 390);
  const section = page.getByRole('region', { name: 'How much does warm-up decide?' });
  for (const range of ['seen', 'beyond'] as const) {
    const figure = section.getByRole('figure', { name: range });
    for (const [amount, preset] of Object.entries({ none: 'zero.1', '¼': 'prior-quarter.1', all: 'default.1' })) {
      const expected = types.map((type) =>
        (['before', 'after'] as const).map((end) => withDeviation(percents(preset, type, range, end))).join(' → '),
      );
      const row = figure.getByRole('row', { name: amount });
      expect(await row.getByRole('cell').allTextContents(), `${amount} ${range}`).toEqual(expected);
    }
    const top = await middle(figure.getByText('100 %', { exact: true }));
    const bottom = await middle(figure.getByText('0 %', { exact: true }));
    for (const type of types) {
      // Drawn last: after self-play, from all of the warm-up.
      const height = await middle(figure.locator(`svg g.${type} path[transform]`).last());
      const percent = (100 * (bottom - height)) / (bottom - top);
      expect(percent, `${type} ${range}`).toBeCloseTo(mean(percents('default.1', type, range, 'after')), -0.5);
    }
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const axe = new AxeBuilder({ page }).include('[aria-labelledby=evidence-prior]');
  expect((await axe.analyze()).violations).toEqual([]);

  await page.getByRole('radio', { name: /^full budget/ }).check({ force: true });
  await section.getByText('No curve at this budget', { exact: false }).waitFor();
  await page.close();
});

/** Vertical middle on the screen. */
async function middle(place: Locator): Promise<number> {
  const box = await place.boundingBox();
  if (!box) throw new Error('It is not in sight.');
  return box.y + box.height / 2;
}

it('without the file every row reads "not run", and a sentence says why', async () => {
  const page = await openEvidence(undefined);
  await page.getByText(/The recorded results could not be loaded/).waitFor();
  await page.getByText(/^0 of \d+ presets/).waitFor();
});
