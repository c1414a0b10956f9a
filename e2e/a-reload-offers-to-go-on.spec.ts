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

const finishedStep = (page: Page, step: number) =>
  page.locator('dl', { hasText: 'tokens/s' }).locator('dd').nth(2).getByText(String(step), { exact: true }).waitFor();
const paused = (page: Page) => page.getByRole('button', { name: 'Train live', disabled: false }).waitFor();

it('after a reload the live run goes on where it was, with its settings', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + SMALLEST);
  await page.getByRole('button', { name: 'One step' }).click();
  await finishedStep(page, 1);
  await paused(page);
  // Saving begins with the pause; a reload before it ends would offer nothing.
  await page.waitForFunction(async () => {
    const open = indexedDB.open('absolute-zero-playground');
    const database = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const count = database.objectStoreNames.contains('runs')
      ? database.transaction('runs').objectStore('runs').count()
      : undefined;
    const found = await new Promise<number>((resolve) => {
      if (count) count.onsuccess = () => resolve(count.result);
      else resolve(0);
    });
    database.close();
    return found > 0;
  });
  await page.goto(inject('pages'));
  const offer = page.getByRole('region', { name: 'A run that can go on' });
  expect(await offer.textContent()).toContain('Your run of tiny.1, seed 3, got to step 1');
  await offer.getByRole('button', { name: 'Resume' }).click();
  await finishedStep(page, 1);
  await page.getByRole('button', { name: 'One step' }).click();
  await finishedStep(page, 2);
  expect(errors).toEqual([]);
});
