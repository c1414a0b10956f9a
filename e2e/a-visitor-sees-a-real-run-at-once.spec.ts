import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('the page opens on a recorded run that moves', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(inject('pages'));
  await page.getByText('Recorded run').first().waitFor();
  const thoughts = page.getByRole('region', { name: 'Deduction', exact: true });
  await thoughts.getByText('Prompt the model saw').first().waitFor();
  const first = await thoughts.textContent();
  await page.waitForFunction(
    (before) => document.querySelector('section[aria-label="Deduction"]')?.textContent !== before,
    first,
  );
  expect(await page.getByRole('tab', { name: /Accepted/ }).textContent()).toMatch(/\d/);
});
