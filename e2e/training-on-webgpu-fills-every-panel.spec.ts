import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './findChromium.ts';

/** The quick preset on the WebGPU backend, which a software adapter only runs when it is asked for by name. */
const LINK = '#v=1&p=tiny.1&seed=5&backend=webgpu&seedTasks=2&evaluationTasks=3';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: SOFTWARE_WEBGPU_FLAGS });
});
afterAll(() => browser.close());

const stepOf = async (page: Page) =>
  Number(await page.locator('dl', { hasText: 'tokens/s' }).locator('dd').nth(2).textContent());

async function reachStep(page: Page, step: number): Promise<void> {
  while ((await stepOf(page)) < step || Number.isNaN(await stepOf(page))) {
    const alert = page.getByRole('region', { name: 'Messages' });
    expect(await alert.textContent()).not.toMatch(/cannot|failed/i);
    await page.waitForTimeout(300);
  }
}

it('training live on webgpu fills buffer, rewards and thoughts, pauses and goes on', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages') + LINK);
  await page.getByRole('button', { name: 'Train live' }).click();
  await reachStep(page, 2);

  await page.getByText('webgpu', { exact: true }).first().waitFor();
  const accepted = await page.getByRole('tab', { name: /Accepted/ }).textContent();
  expect(Number(accepted?.replace(/\D/g, ''))).toBeGreaterThan(2);
  for (const role of ['proposer', 'solver']) {
    for (const type of ['deduction', 'abduction', 'induction']) {
      const curve = page.getByRole('slider', {
        name: new RegExp(`^Reward of the .*(${role}|${type}).*(${role}|${type})`, 'i'),
      });
      expect(await curve.first().getAttribute('aria-valuetext'), `${role} ${type}`).not.toBe('no values yet');
    }
  }
  for (const name of ['Deduction', 'Abduction', 'Induction']) {
    const column = page.getByRole('region', { name, exact: true });
    expect(await column.textContent(), name).toContain('Prompt the model saw');
  }

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Train live', disabled: false }).waitFor();
  const held = await stepOf(page);
  await page.waitForTimeout(1500);
  expect(await stepOf(page)).toBe(held);
  await page.getByRole('button', { name: 'Train live' }).click();
  await reachStep(page, held + 1);
  expect(errors).toEqual([]);
}, 240_000);
