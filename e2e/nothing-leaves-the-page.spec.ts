import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

it('every view, a program and a step of training keep to the page’s own files and to its content security policy', async () => {
  const page = await browser.newPage();
  const pages = inject('pages');
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(pages)) strangers.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${pages}#v=1&p=tiny.1&seed=1&backend=wasm&warmupTokens=0.02`);
  expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toContain(
    "script-src 'self' 'wasm-unsafe-eval';",
  );
  for (const view of ['Tasks', 'Rewards', 'Thoughts', 'How to read this', 'Lab']) {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true }).click();
  }
  await page.locator('.monaco-editor .view-lines').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('region', { name: 'Results' }).getByText('f([3, 1, 4, 2])').waitFor();
  await page.getByRole('button', { name: 'One step', exact: true }).click();
  await page.getByText(/Paused/).waitFor({ timeout: 120_000 });
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
  await page.close();
});
