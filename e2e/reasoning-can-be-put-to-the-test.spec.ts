import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

const LINK = '#v=1&p=tiny.1&seed=5&backend=wasm&seedTasks=4&evaluationTasks=60&modelSize=small&judgeWorkers=1';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('a false step is planted in a finished chain, and the page says whether the answer followed it', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + LINK);
  await page.getByRole('button', { name: 'One step' }).click();
  const test = page.getByRole('region', { name: 'Causal test' });
  const plant = test.getByRole('button', { name: /^Plant (a|another) false step$/ });
  await page.getByText('Paused in step 1.').waitFor({ timeout: 90_000 });
  await page.getByRole('navigation').getByText('Thoughts', { exact: true }).click();
  await plant.first().waitFor({ timeout: 60_000 });
  const told =
    /^(The answer (follows|stays|changes)|The program (stays|changes)|After the false step|Here a false value)/;
  await plant.first().click();
  await test.getByText(told).first().waitFor({ timeout: 30_000 });
  expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([]);
  expect(errors).toEqual([]);
}, 200_000);

it('the share of true steps is shown for the base and the newest model, and as curves a task type', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(inject('pages') + LINK);
  await page.getByRole('button', { name: 'One step' }).click();
  await page.getByRole('navigation').getByText('Rewards', { exact: true }).click();
  await page.getByRole('tab', { name: 'Reasoning' }).click();
  const truth = page.getByRole('region', { name: /^Is the reasoning true/ });
  const row = truth.getByRole('row', { name: /Deduction/ });
  await row.getByText(/of \d+ stated values/).waitFor({ timeout: 90_000 });
  for (const type of ['deduction', 'abduction', 'induction']) {
    const chart = page.getByRole('slider', { name: `Steps that are true of ${type}` });
    await expect.poll(() => chart.getAttribute('aria-valuetext'), { timeout: 60_000 }).toMatch(/%/);
  }
}, 200_000);
