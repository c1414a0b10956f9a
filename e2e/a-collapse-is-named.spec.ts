import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { writeAzrun } from '../src/core/runlog/azrun/writeAzrun.ts';
import { sampleRun } from '../src/core/runlog/testing/sampleRun.ts';
import { findChromium } from './findChromium.ts';

/** Random weights and very few tasks: every completion is ill-formed, so that after ten steps an alarm says that nothing moves. */
const HOPELESS = '#v=1&p=tiny.1&seed=5&backend=wasm&prior=0&seedTasks=2&evaluationTasks=3';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('in words and with figures, in every view, computed from the log that is on display', async () => {
  const events = [...sampleRun({ steps: 40, batch: 4 })].map((event) =>
    event.kind === 'step'
      ? { ...event, series: { ...event.series, 'proposals.programs': 20, 'proposals.copies': event.step > 30 ? 9 : 2 } }
      : event,
  );
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(inject('pages'));
  await page.getByRole('button', { name: 'Share' }).click();
  const buffer = Buffer.from(writeAzrun({ events }));
  await page.getByLabel('Run file').setInputFiles({ name: 'mine.azrun', mimeType: 'application/zip', buffer });
  const replay = page.getByRole('region', { name: 'Replay' });
  await replay.getByText('mine.azrun').waitFor();
  await page.keyboard.press('Escape');
  const alarm = page.getByText(/The proposer repeats itself: 45 % of the last 200 programs are copies/).first();
  const slider = replay.getByRole('slider');
  await slider.fill('30');
  await replay.getByText('step 30 of 40').waitFor();
  expect(await alarm.count()).toBe(0);
  await slider.fill('40');
  await alarm.waitFor();
  await alarm.click();
  await page.getByText(/The novelty filter keeps copies out/).waitFor();
  await page.getByRole('navigation').getByText('Rewards', { exact: true }).click();
  await page.getByRole('tab', { name: 'Health' }).click();
  await page
    .getByRole('region', { name: 'Alarms' })
    .getByText(/The proposer repeats itself/)
    .waitFor();
  // A recording has no model that could go back.
  expect(await page.getByRole('button', { name: /^Back to step/ }).count()).toBe(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

it('and a live run goes back to its last good checkpoint when it is asked to', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + HOPELESS);
  await page.getByRole('button', { name: 'Train live' }).click();
  const back = page.getByRole('button', { name: /^Back to step \d+, the last without an alarm$/ }).first();
  await back.waitFor({ timeout: 150_000 });
  const step = /\d+/.exec((await back.textContent()) ?? '')?.[0];
  await back.click();
  await page.getByText(new RegExp(`^The run went back from step \\d+ to how it was after step ${step}\\.$`)).waitFor();
  expect(errors).toEqual([]);
}, 180_000);
