import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { writeAzrun } from '../src/core/runlog/azrun/writeAzrun.ts';
import { savedEvents } from '../src/core/runlog/runLog.ts';
import { sampleRun } from '../src/core/runlog/testing/sampleRun.ts';
import { findChromium } from './findChromium.ts';

const sample = Buffer.from(writeAzrun({ events: savedEvents(sampleRun({ steps: 12 })) }));
const views = ['Overview', 'Tasks', 'Rewards', 'Thoughts', 'Lab', 'How to read this', 'Evidence'];
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

async function visit(options: Parameters<Browser['newContext']>[0]) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.route('**/runs/first.azrun', (route) => route.fulfill({ body: sample }));
  await page.goto(inject('pages'));
  await page.getByText('step 12 of 12').waitFor();
  return { context, page };
}

it.each([
  ['light and wide', { colorScheme: 'light', viewport: { width: 1440, height: 900 } }],
  ['dark and wide', { colorScheme: 'dark', viewport: { width: 1440, height: 900 } }],
  ['light and narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
] as const)('axe finds nothing in any view or dialog, %s', async (_, options) => {
  const { context, page } = await visit(options);
  const look = async (where: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0].target}`)).toEqual([]);
  };
  for (const view of views) {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true }).click();
    await look(view);
  }
  for (const name of ['Settings', 'Share', 'Keys']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog', { name }).waitFor();
    await look(name);
    await page.keyboard.press('Escape');
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await context.close();
});

it('every control is reached by Tab and shows its focus', async () => {
  const { context, page } = await visit({ viewport: { width: 1440, height: 900 } });
  const reached = new Set<string>();
  const unseen: string[] = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const ring = (e: Element | null) => e !== null && getComputedStyle(e).outlineStyle !== 'none';
      return {
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        ring: ring(element) || ring(element.parentElement),
      };
    });
    if (!at) continue;
    reached.add(at.name);
    if (!at.ring) unseen.push(at.name);
  }
  for (const name of ['Train live', 'Pause', 'One step', 'Reset', 'New seed', 'Settings', 'Share', 'propose', 'update'])
    expect([...reached]).toContain(name);
  expect(unseen).toEqual([]);
  await context.close();
});

it('keys change the view and open the help, and are text where text is typed', async () => {
  const { context, page } = await visit({ viewport: { width: 1440, height: 900 } });
  await page.locator('body').press('6');
  await page.getByRole('heading', { name: 'How to read this' }).waitFor();
  await page.locator('body').press('7');
  await page.getByRole('heading', { name: 'Evidence', exact: true }).waitFor();
  await page.locator('body').press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  // A key pressed while the dialog still closes belongs to the dialog.
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.locator('body').press('5');
  const inputs = page.getByLabel('Inputs of f');
  await inputs.fill('');
  await inputs.press('1');
  expect(await inputs.inputValue()).toBe('1');
  await context.close();
});
