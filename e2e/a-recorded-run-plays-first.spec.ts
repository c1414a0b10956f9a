import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { writeAzrun } from '../src/core/runlog/azrun/writeAzrun.ts';
import { savedEvents } from '../src/core/runlog/runLog.ts';
import { sampleRun } from '../src/core/runlog/testing/sampleRun.ts';
import { findChromium } from './findChromium.ts';

const sample = Buffer.from(writeAzrun({ events: savedEvents(sampleRun({ steps: 12 })) }));
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

/** A page whose first recorded run is this body; undefined: there is none. */
async function visit(body: Buffer | undefined, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.route('**/runs/first.azrun', (route) => route.fulfill(body ? { body } : { status: 404 }));
  await page.goto(inject('pages'));
  return page;
}

it('plays by itself, says that it is a recording, and can be held, moved and played on', async () => {
  const page = await visit(sample);
  const replay = page.getByRole('region', { name: 'Replay' });
  await replay.getByText('Recorded run — replaying').waitFor();
  for (const type of ['Deduction', 'Abduction', 'Induction']) {
    await page.getByRole('region', { name: type, exact: true }).getByText('Prompt the model saw').waitFor();
  }
  await replay.getByRole('button', { name: 'Hold the replay' }).click();
  await replay.getByText('Recorded run — held').waitFor();
  await replay.getByRole('slider').fill('7');
  await replay.getByText('step 7 of 12').waitFor();
  await page.locator('body').press(',');
  await replay.getByText('step 6 of 12').waitFor();
  await page.locator('body').press('.');
  await replay.getByText('step 7 of 12').waitFor();
  await page.locator('body').press(' ');
  await replay.getByText('Recorded run — replaying').waitFor();
  await page.close();
});

it('a column holds still while the pointer is in it, and opens another completion', async () => {
  const page = await visit(sample);
  const column = page.getByRole('region', { name: 'Deduction', exact: true });
  const newest = column.getByRole('listitem').filter({ hasText: /step \d/ });
  await newest.nth(2).waitFor();
  await column.hover();
  await column.getByText('held').waitFor();
  await newest.last().getByRole('button').click();
  await column.getByText('opened').waitFor();
  expect(await column.getByText('Judged by the interpreter').count()).toBe(1);
  await column.getByRole('button', { name: 'Newest Deduction completion' }).click();
  expect(await column.getByText('opened').count()).toBe(0);
  await page.close();
});

it('whoever asked for less motion gets the whole recording at rest', async () => {
  const page = await visit(sample, { reducedMotion: 'reduce' });
  await page.getByText('step 12 of 12').waitFor();
  await page.getByText('Recorded run — at its end').waitFor();
  await page.close();
});

it.each([
  ['is missing', undefined],
  ['is no run', Buffer.from('not a zip at all')],
  ['breaks off at once', sample.subarray(0, 900)],
])('when it %s, a sentence says so and everything else works', async (_, body) => {
  const page = await visit(body);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.getByText('The recorded run that plays first could not be loaded').waitFor();
  await page.getByText('There is no recording to play here.').waitFor();
  expect(await page.getByRole('button', { name: 'Train live', exact: true }).isEnabled()).toBe(true);
  await page.getByRole('button', { name: 'How to read this' }).click();
  await page.getByText('independent of its authors').waitFor();
  expect(errors).toEqual([]);
  await page.close();
});
