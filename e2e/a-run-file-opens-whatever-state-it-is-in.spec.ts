import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { writeAzrun } from '../src/core/runlog/azrun/writeAzrun.ts';
import { sampleRun } from '../src/core/runlog/testing/sampleRun.ts';
import { findChromium } from './findChromium.ts';

const file = Buffer.from(writeAzrun({ events: sampleRun({ steps: 8, batch: 1 }) }));
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
});
afterAll(() => browser.close());

async function openFile(buffer: Buffer): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(inject('pages'));
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel('Run file').setInputFiles({ name: 'mine.azrun', mimeType: 'application/zip', buffer });
  return { page, errors };
}

it('a whole one plays, and its last step can be sought', async () => {
  const { page, errors } = await openFile(file);
  const replay = page.getByRole('region', { name: 'Replay' });
  await replay.getByText('mine.azrun').waitFor();
  await replay.getByRole('slider').fill('8');
  await replay.getByText('step 8 of 8').waitFor();
  expect(errors).toEqual([]);
});

it('one that was cut off shows what is there and says what is missing', async () => {
  const { page, errors } = await openFile(file.subarray(0, Math.floor(file.length * 0.7)));
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages
    .getByText(/mine\.azrun: .*(is cut off|is missing)/)
    .first()
    .waitFor();
  await page.getByRole('region', { name: 'Replay' }).getByText('mine.azrun').waitFor();
  expect(errors).toEqual([]);
});

it('one that is no run is refused with a sentence', async () => {
  const { page, errors } = await openFile(Buffer.from('not a run'));
  await page.getByText('mine.azrun: This is not a run file').waitFor();
  expect(errors).toEqual([]);
});
