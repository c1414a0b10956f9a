import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

/** Small steps, so that a run of every language is soon past its first. */
const LINK = '#v=1&p=default.1&seed=3&backend=wasm&batch=2&rollouts=2&seedTasks=2&updatesPerStep=1&evaluationTasks=60';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

const stepOf = async (page: Page) =>
  Number(await page.locator('dl', { hasText: 'tokens/s' }).locator('dd').nth(2).textContent());

it.each([
  ['numbers', /\[\d, \d, \d\], \d/],
  ['text', /\{'[a-e]': \d, '[a-e]': \d\}, '[a-e]{3}'/],
])(
  'the language %s is chosen in the settings, and its base model trains',
  async (language, input) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(inject('pages') + LINK);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Language', { exact: true }).selectOption(language);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Train live' }).click();
    await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);

    for (const name of ['Deduction', 'Abduction', 'Induction']) {
      const column = page.getByRole('region', { name, exact: true });
      expect(await column.textContent(), name).toContain('Prompt the model saw');
    }
    expect(await page.getByRole('region', { name: 'Abduction', exact: true }).textContent()).toMatch(input);
    expect(await page.getByText('deepest program seen in warm-up').first().textContent()).toContain(': 5');
    expect(errors).toEqual([]);
    await page.close();
  },
  180_000,
);
