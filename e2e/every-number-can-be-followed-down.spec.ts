import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { writeAzrun } from '../src/core/runlog/azrun/writeAzrun.ts';
import { sampleRun } from '../src/core/runlog/testing/sampleRun.ts';
import { findChromium } from './findChromium.ts';

const STEPS = 12;
const buffer = Buffer.from(writeAzrun({ events: sampleRun({ steps: STEPS, batch: 2, evaluateEvery: 4 }) }));
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

/** The page with a whole run on display, in one of its views. */
async function openRun(view: string): Promise<{ page: Page; errors: string[] }> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages'));
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel('Run file').setInputFiles({ name: 'mine.azrun', mimeType: 'application/zip', buffer });
  const replay = page.getByRole('region', { name: 'Replay' });
  await replay.getByText('mine.azrun').waitFor();
  await page.keyboard.press('Escape');
  await replay.getByRole('slider').fill(String(STEPS));
  await replay.getByText(`step ${STEPS} of ${STEPS}`).waitFor();
  await page.getByRole('navigation').getByText(view, { exact: true }).click();
  return { page, errors };
}

it('a point of a reward curve opens the completions behind it, and one of them opens', async () => {
  const { page, errors } = await openRun('Rewards');
  for (const role of ['proposer', 'solver']) {
    for (const type of ['deduction', 'abduction', 'induction']) {
      const chart = page.getByRole('slider', { name: `Reward of the ${type} ${role}` });
      await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(new RegExp(`^step ${STEPS}: [+−]?\\d`));
    }
  }
  await page.getByRole('slider', { name: 'Reward of the deduction solver' }).press('Enter');
  const drawer = page.getByRole('dialog', { name: `Step ${STEPS}, deduction solver` });
  await drawer.getByText(/completions, mean reward/).waitFor();
  await drawer.locator('li button').first().click();
  await page.getByRole('region', { name: 'Deduction' }).getByText('opened').waitFor();
  expect(errors).toEqual([]);
});

it('the frontier can be read cell by cell, and as a table', async () => {
  const { page } = await openRun('Rewards');
  const map = page.getByRole('slider', { name: 'Frontier of abduction' });
  await map.press('ArrowLeft');
  await map.press('ArrowUp');
  expect(await map.getAttribute('aria-valuetext')).toMatch(/^depth 2, step 8: \d+\/15 solved, \d+ %$/);
  await page.getByText('The frontier as a table').click();
  const table = page.getByRole('table', { name: /^Abduction: held-out tasks solved/ });
  expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Depth', '0', '4', '8', '12']);
});

it('the buffer answers the keyboard: into a task, to its parent, and back', async () => {
  const { page, errors } = await openRun('Tasks');
  const rows = page.getByRole('list', { name: /^Accepted tasks/ });
  await rows.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('article', { name: /^Task / });
  const first = await detail.getAttribute('aria-label');
  await detail.getByRole('region', { name: 'Lineage' }).getByRole('button').first().click();
  await expect.poll(() => detail.getAttribute('aria-label')).not.toBe(first);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H3');
  await page.keyboard.press('Escape');
  await expect.poll(() => detail.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'))).toBe('2');
  await page.getByRole('tab', { name: /^Refused/ }).click();
  await page.getByRole('list', { name: 'Refusals by reason' }).getByRole('button').first().click();
  expect(
    await page
      .getByRole('list', { name: /^Refused proposals/ })
      .getByRole('button')
      .count(),
  ).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});

it('both panels can be used with a screen reader', async () => {
  const { page } = await openRun('Tasks');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('navigation').getByText('Rewards', { exact: true }).click();
  await page.getByRole('slider', { name: 'Frontier of induction' }).waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
