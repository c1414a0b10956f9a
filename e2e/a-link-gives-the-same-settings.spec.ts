import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

async function withPage(fragment: string, look: (page: Page, errors: string[]) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + fragment);
  await look(page, errors);
  await page.close();
}

const linkOn = async (page: Page) => {
  await page.getByRole('button', { name: 'Share' }).click();
  return page.getByLabel('Link', { exact: true }).inputValue();
};

it('what one person chose is what the next one gets, and nothing starts', async () => {
  let link = '';
  await withPage('', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Preset', { exact: true }).selectOption('paper.1');
    await page.getByLabel('Seed', { exact: true }).fill('7');
    await page.getByRole('switch', { name: 'Abduction' }).click();
    await page.keyboard.press('Escape');
    link = await linkOn(page);
  });
  expect(new URL(link).hash).toBe('#v=1&p=paper.1&seed=7&abduction=off');
  await withPage(new URL(link).hash, async (page, errors) => {
    const offer = page.getByRole('region', { name: 'The opened link' });
    expect(await offer.textContent()).toContain('changes 2 settings of paper.1. Nothing has been started.');
    expect(await linkOn(page)).toBe(link);
    await page.keyboard.press('Escape');
    await offer.getByRole('button', { name: 'Back to paper.1' }).click();
    await page.waitForFunction(() => location.hash === '#v=1&p=paper.1&seed=1');
    expect(await offer.count()).toBe(0);
    expect(errors).toEqual([]);
  });
});

it('a link full of nonsense is answered with sentences', async () => {
  const nonsense = '#v=99&p=__proto__&batch=1e9&lerningRate=1&z=%%%&r=AAAA&run=javascript:alert(1)&view=nowhere&at=-1';
  await withPage(nonsense, async (page, errors) => {
    const offer = await page.getByRole('region', { name: 'The opened link' }).textContent();
    expect(offer).toContain('Batch per stream (batch) was "1e9" and is limited to 64.');
    expect(offer).toContain('Did you mean "learningRate"?');
    expect(offer).toContain('made by a newer build');
    expect(offer).toContain('https address only');
    expect(errors).toEqual([]);
  });
});
