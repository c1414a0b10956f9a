import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('beside the model’s size, and in words where it does not fit', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.5 });
  });
  await page.goto(`${inject('pages')}#v=1&p=tiny.1&backend=wasm`);
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('group', { name: 'Model' });
  await group.getByText(/^The model needs up to \d+ MB of memory/).waitFor();
  await group.getByLabel('Model size', { exact: true }).selectOption('huge');
  const refusal = group.getByText(/this machine tells of 512 MB/);
  await refusal.waitFor();
  expect(await refusal.textContent()).toMatch(/Choose a smaller model or a shorter context\.$/);
});
