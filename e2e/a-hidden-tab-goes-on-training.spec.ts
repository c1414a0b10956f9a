import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

/** Steps of a few tenths of a second: no warm-up, one seed task, three held-out tasks. */
const SMALLEST = '#v=1&p=tiny.1&seed=3&backend=wasm&prior=0&batch=16&seedTasks=1&evaluationTasks=3&judgeWorkers=0';

const profile = mkdtempSync(join(tmpdir(), 'hidden-tab-'));
let chromiumProcess: ChildProcess;
let browser: Browser;

/** A Chromium that hides a tab behind another and slows it down: one that Playwright launches has every page believe that it is in front. */
beforeAll(async () => {
  const flags = ['--headless', '--no-sandbox', '--no-first-run', '--remote-debugging-port=0'];
  const chromiumPath = findChromium();
  const started = spawn(chromiumPath, [...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  chromiumProcess = started;
  let address: string | undefined;
  for await (const line of createInterface(started.stderr)) {
    address = /^DevTools listening on (\S+)/.exec(line)?.[1];
    if (address) break;
  }
  if (!address) throw new Error(`${chromiumPath} ended before it could be asked for a page.`);
  started.stderr.resume();
  browser = await chromium.connectOverCDP(address, { noDefaults: true });
});
afterAll(async () => {
  await browser?.close();
  const ended = new Promise((resolve) => chromiumProcess.once('exit', resolve));
  chromiumProcess.kill();
  await ended;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

interface Seen {
  /** How often the page was drawn. */
  frames: number;
  /** Steps that the run's worker reported while the page was hidden. */
  stepsWhileHidden: number[];
}

/** Runs in the page before its own scripts. */
function watchHidden(): void {
  const seen: Seen = { frames: 0, stepsWhileHidden: [] };
  const frame = () => {
    seen.frames++;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', ({ data }) => {
        if (data.kind !== 'events' || document.visibilityState !== 'hidden') return;
        for (const event of data.events) if (event.kind === 'step') seen.stepsWhileHidden.push(event.step);
      });
    }
  };
  Object.assign(window, { seen });
}

it('while another tab is in front its steps go on, and the page shows them when it comes back', async () => {
  const page = await browser.contexts()[0].newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.addInitScript(watchHidden);
  await page.goto(inject('pages') + SMALLEST);
  const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  const shownStep = async () =>
    Number(await page.locator('dl', { hasText: 'tokens/s' }).locator('dd').nth(2).textContent());
  await page.getByRole('button', { name: 'Train live' }).click();
  await expect.poll(shownStep, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);

  const other = await page.context().newPage();
  await other.bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
  const framesDrawnIn = async (milliseconds: number) => {
    const { frames } = await seen();
    await other.waitForTimeout(milliseconds);
    return (await seen()).frames - frames;
  };
  // Two seconds without a frame: what was on its way to the page when it was hidden has come by then.
  await expect.poll(() => framesDrawnIn(2000), { timeout: 20_000 }).toBe(0);
  const shown = await shownStep();
  const reported = async () => (await seen()).stepsWhileHidden.at(-1) ?? shown;
  const before = await reported();
  await expect.poll(reported, { timeout: 60_000 }).toBeGreaterThanOrEqual(before + 5);
  expect(await shownStep(), 'what the hidden page shows, as nothing is drawn').toBe(shown);

  const last = await reported();
  await page.bringToFront();
  await expect.poll(shownStep, { timeout: 10_000 }).toBeGreaterThanOrEqual(last);
  expect(errors).toEqual([]);
}, 150_000);
