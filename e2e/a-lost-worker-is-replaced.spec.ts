import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findChromium } from './findChromium.ts';

/** The smallest run there is: no warm-up, one seed task, three held-out tasks. */
const SMALLEST = '#v=1&p=tiny.1&seed=3&backend=wasm&prior=0&batch=1&seedTasks=1&evaluationTasks=3&judgeWorkers=0';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

/** Runs in the page before its own scripts: keeps the trainer's workers, and counts the files that they hand over. */
function watchWorkers(): void {
  const trainers: Worker[] = [];
  const watched = { trainers, saved: 0 };
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      if (String(address).includes('trainer')) trainers.push(this);
      this.addEventListener('message', ({ data }) => {
        if (data.kind === 'saved') watched.saved++;
      });
    }
  };
  Object.assign(window, { watched });
}

type Watched = typeof window & { watched: { trainers: Worker[]; saved: number } };

const shownStep = (page: Page) => page.locator('dl', { hasText: 'tokens/s' }).locator('dd').nth(2).textContent();
const paused = (page: Page) => page.getByRole('button', { name: 'Train live', disabled: false }).waitFor();
const oneStep = async (page: Page, step: number) => {
  await page.getByRole('button', { name: 'One step' }).click();
  await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBe(String(step));
  await paused(page);
};

it('says so, and the run goes on in a new one from where it was kept', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.addInitScript(watchWorkers);
  await page.goto(inject('pages') + SMALLEST);
  await oneStep(page, 1);
  await oneStep(page, 2);
  await page.waitForFunction(() => (window as Watched).watched.saved > 0);

  // As a browser tells of a worker that has run out of memory.
  await page.evaluate(() => {
    const [trainer] = (window as Watched).watched.trainers;
    trainer.terminate();
    trainer.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  });
  await page.getByText('The trainer stopped: out of memory. It goes on in a new worker').waitFor();
  expect(await page.evaluate(() => (window as Watched).watched.trainers.length)).toBe(2);
  await paused(page);
  // The page draws what it heard of the kept steps a moment after it hears that the run is paused.
  await expect.poll(async () => Number(await shownStep(page)), { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
  const step = Number(await shownStep(page));
  await oneStep(page, step + 1);
  expect(errors).toEqual([]);
});
