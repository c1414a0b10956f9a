import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

/** The smallest run there is: no warm-up, one seed task, three held-out tasks. */
const SMALLEST = '#v=1&p=tiny.1&seed=3&backend=wasm&prior=0&batch=1&seedTasks=1&evaluationTasks=3&judgeWorkers=0';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

async function takeOneStep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'One step' }).click();
  await page.getByRole('button', { name: 'Pause', disabled: false }).waitFor();
  await page.getByRole('button', { name: 'Train live', disabled: false }).waitFor();
}

it('whoever opens a claim and trains sees that the run is identical, and that another seed is not it', async () => {
  const author = await browser.newPage();
  await author.goto(inject('pages') + SMALLEST);
  await takeOneStep(author);
  await author.getByRole('button', { name: 'Share' }).click();
  await author.getByText('Settings and result').click();
  const link = await author.getByLabel('Link', { exact: true }).inputValue();
  expect(link).toContain('&r=');
  await author.close();

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(link);
  const claim = reader.getByRole('region', { name: 'The claim of the link' });
  expect(await claim.textContent()).toContain('It claims one step on wasm');
  await takeOneStep(reader);
  await claim.getByText('Identical to step 1.').waitFor();
  await reader.getByRole('button', { name: 'New seed' }).click();
  await claim.getByText('other settings than the claim (Seed)').waitFor();
});
