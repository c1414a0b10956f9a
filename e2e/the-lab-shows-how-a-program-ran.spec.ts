import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
});

const results = () => page.getByRole('region', { name: 'Results' });
const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();

async function openLab(example?: string): Promise<void> {
  await page.goto(`${inject('pages')}#v=1&p=default.1&seed=1&view=lab`);
  if (example) await page.getByRole('combobox', { name: 'Example' }).selectOption({ label: example });
}

it('an error is marked at its line', async () => {
  await openLab('An error at its line');
  await run();
  await results().getByText('Line 3:').waitFor();
  await page.locator('.monaco-editor .squiggly-error').first().waitFor();
});

it('a run can be gone through forward and back, and is stale after an edit', async () => {
  await openLab('Lists, as in training');
  await run();
  const panel = page.getByRole('region', { name: 'Step through' });
  await panel.getByText('f is called').waitFor();
  for (let i = 0; i < 3; i++) await panel.getByRole('button', { name: 'Forward' }).click();
  await panel.getByText('c = [4, 3, 2, 1]').waitFor();
  await panel.getByRole('button', { name: 'Back' }).click();
  expect(await panel.getByText('c = [4, 3, 2, 1]').count()).toBe(0);
  await page.getByRole('combobox', { name: 'Example' }).selectOption({ label: 'Recursion' });
  await panel.getByText('Stale').waitFor();
});

it('works in a plain text field when the editor cannot be loaded', async () => {
  await page.route('**/monaco-*.js', (route) => route.abort());
  await openLab();
  await page.getByText('The code editor could not be loaded').waitFor();
  await page.getByRole('textbox', { name: 'Program with a function f' }).fill('def f(a):\n    return a * 2');
  await page.getByLabel('Inputs of f').fill('21');
  await run();
  await results().getByText('42').waitFor();
});

it('the editor takes over from the plain text field without losing a key', async () => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/monaco-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await openLab();
  await page.getByRole('textbox', { name: 'Program with a function f' }).fill('def f(a):\n    return a');
  await page.getByRole('textbox', { name: 'Program with a function f' }).press('End');
  arrive();
  await page.locator('.monaco-editor .view-lines').waitFor();
  await page.keyboard.insertText(' + 1');
  await page.getByLabel('Inputs of f').fill('1');
  await run();
  await results().getByText('f(1)').waitFor();
  expect(await results().textContent()).toContain('2');
});
