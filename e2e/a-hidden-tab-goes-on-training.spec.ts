import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { BareChromium } from './bareChromium.ts';

/** Steps that take next to no time: no warm-up, one seed task, three held-out tasks. */
const SMALLEST = '#v=1&p=tiny.1&seed=3&backend=wasm&prior=0&batch=1&seedTasks=1&evaluationTasks=3&judgeWorkers=0';

let browser: BareChromium;
beforeAll(() => {
  browser = new BareChromium();
});
afterAll(() => browser.close());

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

/** In the page: its button of a name, and the step that it shows. */
const button = (name: string) =>
  `[...document.querySelectorAll('button')].find((each) => each.textContent === '${name}')`;
const SHOWN_STEP = `Number([...document.querySelectorAll('dl')].find((each) => each.textContent.includes('tokens/s'))?.querySelectorAll('dd')[2]?.textContent ?? NaN)`;
const PATIENT = { timeout: 120_000, interval: 100 };

it('while another tab is in front its steps go on, and the page shows them when it comes back', async () => {
  const page = await browser.open(inject('pages') + SMALLEST, `(${watchHidden})()`);
  const seen = () => page.evaluate<Seen>('window.seen');
  const shownStep = () => page.evaluate<number>(SHOWN_STEP);
  await expect.poll(() => page.evaluate(`Boolean(${button('Train live')})`), PATIENT).toBe(true);
  await page.evaluate(`${button('Train live')}.click()`);
  await expect.poll(shownStep, PATIENT).toBeGreaterThanOrEqual(1);

  const other = await browser.open('about:blank');
  await other.bringToFront();
  await expect.poll(() => page.evaluate('document.visibilityState'), PATIENT).toBe('hidden');
  const framesDrawnIn = async (milliseconds: number) => {
    const { frames } = await seen();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return (await seen()).frames - frames;
  };
  // Two seconds without a frame: what was on its way to the page when it was hidden has come by then.
  await expect.poll(() => framesDrawnIn(2000), PATIENT).toBe(0);
  const shown = await shownStep();
  const reported = async () => (await seen()).stepsWhileHidden.at(-1) ?? shown;
  const before = await reported();
  await expect.poll(reported, PATIENT).toBeGreaterThanOrEqual(before + 5);
  expect(await shownStep(), 'what the hidden page shows, as nothing is drawn').toBe(shown);

  const last = await reported();
  await page.bringToFront();
  await expect.poll(shownStep, PATIENT).toBeGreaterThanOrEqual(last);
  expect(browser.errors).toEqual([]);
}, 600_000);
