import { type BaseModel, chooseBase } from '../core/config/baseModel.ts';
import { type Config, type ConfigKey, configKeys, schema } from '../core/config/schema.ts';
import type { TaskType } from '../core/tasks/taskType.ts';
import type { Chain } from '../engine/falseSteps.ts';
import { type LaterCommand, TrainerPort } from '../engine/port.ts';
import type { KeptRun, Report } from '../engine/protocol.ts';
import { holdReplay } from './replaySession.ts';
import { type NamedRun, newRunState, useStore } from './store.ts';

/** What the person does with the live run, and what the trainer answers. */

/** The run that was asked is gone, by a reset for instance: nothing is wrong, and there is nothing to say. */
export class RunGoneError extends Error {}

const port = new TrainerPort(hear);
const answers = new Map<number, { resolve: (report: Report) => void; reject: (error: Error) => void }>();
let requests = 0;
/** The live run's state, also while a recording is on display. */
let current: NamedRun | undefined;
/** Whether the person wants it to go on until told otherwise. */
let goesOn = false;
/** The base that it began with. */
let base: BaseModel = 'shipped';
/** The run's file as its worker last handed it over; out of the page's own memory, which large models need. No step: as it was opened. */
let kept: { file: Blob; step?: number } | undefined;
/** Times that its worker was replaced since it last got further than before, and how far that was. */
let restarts = 0;
let reached = 0;
const MOST_RESTARTS = 3;

const { getState: get, setState: set } = useStore;

/** **Train live**: starts a run with the chosen settings, or goes on with the one that pauses. */
export function trainLive(): void {
  const { live } = get();
  if (live.state === 'paused') {
    goesOn = true;
    port.send({ kind: 'continue' });
    showLive();
  } else if (canStart()) begin({ paused: false });
  else showLive();
}

/** **Pause**, at the end of the step that runs. */
export function pause(): void {
  if (!isBusy()) return;
  goesOn = false;
  port.send({ kind: 'pause' });
  set(({ live }) => ({ live: { ...live, sentence: 'Pausing at the end of this step.' } }));
}

/** **One step**: one pass of the loop, then pause. Starts a run when there is none. */
export function oneStep(): void {
  if (canStart()) begin({ paused: true });
  showLive();
  goesOn = false;
  port.send({ kind: 'oneStep' });
}

/** **Back to the last good checkpoint**: the newest one without an alarm, when the step that runs has ended. */
export function goBack(): void {
  if (port.send({ kind: 'goBack' })) showLive();
}

/** **Reset**: back to step 0 with the same seed and the settings as they are chosen now; waits there. */
export function reset(): void {
  begin({ paused: true });
}

/** **New seed**: draws one; a run that is there begins anew with it and waits. */
export function newSeed(): void {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0];
  get().setSetting('seed', seed);
  if (current) begin({ paused: true });
  else get().say('info', `Seed ${seed} is drawn. Train live begins with it.`);
}

/** **Warm up here**: makes the base model in this tab instead of taking the shipped checkpoint, then trains on. */
export function warmUpHere(): void {
  begin({ paused: false, base: 'warmup' });
}

/** Goes on with a run from its file, which must hold weights. */
export function resume(file: Uint8Array): void {
  begin({ paused: true, resume: file });
}

/** The live run as an .azrun file, with weights; of a run that has failed, as it was last kept. Rejects with a sentence when there is none. */
export async function saveRun(): Promise<KeptRun> {
  const { state, keptStep: step } = get().live;
  if (state === 'failed' && kept && step !== undefined) return { file: await bytesOf(kept.file), step };
  const report = await ask({ kind: 'save', request: ++requests });
  if (report.kind !== 'saved') throw new Error('The trainer gave no file. Pause the run and try again.');
  return report;
}

/** The live run's model as a checkpoint in a zip, and in words which of the run's weights it holds. Rejects as `saveRun`. */
export async function exportModel(): Promise<Extract<Report, { kind: 'exported' }>> {
  const report = await ask({ kind: 'export', request: ++requests });
  if (report.kind !== 'exported') throw new Error('The trainer gave no model. Pause the run and try again.');
  return report;
}

export interface Attempt {
  type: TaskType;
  program: string;
  inputs: string[];
  message?: string;
  attempts: number;
}

/** Lab: n attempts of the current model at a task. Starts a paused run when there is none. */
export async function attempt(task: Attempt): Promise<Extract<Report, { kind: 'attempted' }>> {
  if (canStart()) begin({ paused: true });
  const report = await ask({ kind: 'attempt', request: ++requests, ...task });
  if (report.kind !== 'attempted') throw new Error('The trainer gave no attempts. Reset the run and try again.');
  return report;
}

/**
 * Plants a false step in a chain of thought and has the live run's model go on from it. Rejects with a sentence when there is no live run; does
 * not start one, which would take the place of the run on display.
 */
export async function plantFalseStep(chain: Chain): Promise<Extract<Report, { kind: 'planted' }>> {
  const report = await ask({ kind: 'plant', request: ++requests, chain });
  if (report.kind !== 'planted') throw new Error('The trainer gave no answer. Pause the run and try again.');
  return report;
}

/** The live run's events, wherever it is shown. */
export function liveRun(): NamedRun | undefined {
  return current;
}

/** Puts the live run on display. */
export function showLive(): void {
  if (!current || get().run === current) return;
  holdReplay();
  set({ run: current, selectedTask: undefined, selectedRollout: undefined });
}

function canStart(): boolean {
  return ['none', 'ended', 'failed'].includes(get().live.state);
}

function isBusy(): boolean {
  return ['preparing', 'warmup', 'running'].includes(get().live.state);
}

function begin(how: { paused: boolean; base?: BaseModel; resume?: Uint8Array }): void {
  const { presetId, draft, otherRuns } = get();
  const config: Config = { ...draft };
  const before = current && current.state.series.length > 0 ? [current] : [];
  current = { name: `Live run, seed ${config.seed}`, kind: 'live', state: newRunState() };
  failAnswers(new RunGoneError('The run was reset before it answered.'));
  set({
    otherRuns: [...before, ...otherRuns],
    live: { state: 'preparing', sentence: 'Looking for a device to train on.', started: { presetId, config } },
  });
  showLive();
  const { paused, resume } = how;
  base = how.base ?? chooseBase(config);
  [goesOn, kept, restarts, reached] = [!paused, resume && { file: blobOf(resume) }, 0, 0];
  port.start({ preset: presetId, config, base, paused, ...(resume ? { resume } : {}) });
}

/**
 * Goes on with a run whose worker or device is gone, in a new worker: from its file, or from the start where it was not kept yet. Says no when it
 * keeps being lost.
 */
async function restart({ sentence }: Extract<Report, { kind: 'failed' }>): Promise<boolean> {
  const { started } = get().live;
  const lost = current;
  if (!lost || !started || restarts >= MOST_RESTARTS) return false;
  const resume = kept && (await bytesOf(kept.file));
  // Reset or begun anew meanwhile: then this run is nobody's any more.
  if (current !== lost) return true;
  restarts++;
  const last = lost.state.lastStep?.step ?? 0;
  reached = Math.max(reached, last);
  const isShown = get().run === lost;
  current = { ...lost, state: newRunState() };
  const again = resume
    ? `It goes on in a new worker, ${fromWhere(last)}.`
    : 'It begins again from the start in a new worker, with the same seed: it is the same run.';
  get().say('warning', `${sentence} ${again}`);
  set({ live: { state: 'preparing', sentence: again, started } });
  if (isShown) showLive();
  const { presetId, config } = started;
  port.start({ preset: presetId, config, base, paused: !goesOn, ...(resume ? { resume } : {}) });
  return true;
}

/** Where a run goes on that had got to step `last`, and what that costs. */
function fromWhere(last: number): string {
  if (kept?.step === undefined) return 'from where it was opened; steps since then are taken again';
  const again = last - kept.step;
  const cost =
    again < 1 ? 'no finished step is lost' : `${again} finished ${again > 1 ? 'steps are' : 'step is'} taken again`;
  return `from step ${kept.step}, where it was last kept: ${cost}`;
}

async function fail(report: Extract<Report, { kind: 'failed' }>): Promise<void> {
  if (report.kept) keep(report.kept);
  if (report.lost && (await restart(report))) return;
  const keptStep = kept?.step;
  const file = keptStep === undefined ? '' : ` Its file, as after step ${keptStep}, can be saved under Share.`;
  const advice = ` What it had done stays on the page; Reset starts it again with the same seed.${file}`;
  const sentence = report.lost || keptStep !== undefined ? report.sentence + advice : report.sentence;
  set(({ live }) => ({ live: { ...live, state: 'failed', sentence, keptStep } }));
  get().say('error', sentence);
}

function keep({ file, step }: KeptRun): void {
  kept = { file: blobOf(file), step };
}

const blobOf = (bytes: Uint8Array) => new Blob([bytes.slice()]);
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

function ask(command: Extract<LaterCommand, { request: number }>): Promise<Report> {
  return new Promise((resolve, reject) => {
    if (port.send(command)) answers.set(command.request, { resolve, reject });
    else reject(new RunGoneError('There is no live run. Press Train live first.'));
  });
}

function settle(report: Extract<Report, { request: number }>): void {
  answers.get(report.request)?.resolve(report);
  answers.delete(report.request);
}

function failAnswers(error: Error): void {
  for (const { reject } of answers.values()) reject(error);
  answers.clear();
}

function hear(report: Report): void {
  switch (report.kind) {
    case 'device':
      set(({ live }) => ({ live: { ...live, device: report } }));
      break;
    case 'state':
      set(({ live }) => ({ live: { ...live, state: report.state, sentence: report.sentence } }));
      break;
    case 'events':
      for (const event of report.events) {
        current?.state.append(event);
        if (event.kind === 'step' && event.step > reached) restarts = 0;
        if (event.kind === 'restored')
          get().say('info', `The run went back from step ${event.step} to how it was after step ${event.to}.`);
        if (event.kind === 'notice' && event.level !== 'info') get().say(event.level, event.text);
      }
      break;
    case 'saved':
      keep(report);
      settle(report);
      break;
    case 'refused':
      answers.get(report.request)?.reject(new Error(report.sentence));
      answers.delete(report.request);
      break;
    case 'exported':
    case 'attempted':
    case 'planted':
      settle(report);
      break;
    case 'failed':
      failAnswers(new Error(report.sentence));
      void fail(report);
      break;
    default:
      report satisfies never;
  }
}

/** Settings marked `now` reach the running run as they are chosen. */
useStore.subscribe((state, before) => {
  const started = state.live.started;
  if (!started || state.draft === before.draft) return;
  const changed = configKeys.filter((key) => schema[key].applies === 'now' && state.draft[key] !== started.config[key]);
  if (changed.length === 0) return;
  const changes: Partial<Record<ConfigKey, unknown>> = {};
  for (const key of changed) changes[key] = state.draft[key];
  if (!port.send({ kind: 'configure', changes: changes as Partial<Config> })) return;
  set(({ live }) => ({
    live: { ...live, started: { ...started, config: { ...started.config, ...changes } as Config } },
  }));
});
