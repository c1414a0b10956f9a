import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

/** Random weights and tasks of the grammar: no lesson is needed, and tasks of the type surely come. */
const LINK = '#v=1&p=tiny.1&seed=3&backend=wasm&prior=0&taskSource=grammar&error=true';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('error tasks have a column of thoughts, curves, and their place in the buffer', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + LINK);
  expect(await page.getByRole('region', { name: 'Error type', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Train live' }).click();
  const column = page.getByRole('region', { name: 'Error type', exact: true });
  await column.getByText('Prompt the model saw').waitFor({ timeout: 60_000 });
  await expect
    .poll(() => column.textContent(), { timeout: 60_000 })
    .toMatch(/exception.*(?:Index|ZeroDivision|Value)Error/);
  await page.getByRole('region', { name: 'Curves of error' }).waitFor();
  expect(await page.getByRole('slider', { name: /^Frontier of / }).count()).toBe(4);

  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Tasks' }).click();
  await page.getByRole('radio', { name: 'Error type' }).check({ force: true });
  await expect
    .poll(() => page.getByText(/raises (?:Index|ZeroDivision|Value)Error/).count(), { timeout: 60_000 })
    .toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await page.close();
}, 180_000);
