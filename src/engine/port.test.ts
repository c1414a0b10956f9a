import { expect, test, vi } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import { type Start, TrainerPort, type WorkerLike } from './port.ts';
import type { Command, Report } from './protocol.ts';

const start: Start = { preset: 'tiny.1', config: defaultConfig(), base: 'random', paused: false };

function fakeWorker() {
  const sent: Command[] = [];
  const worker: WorkerLike = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (command: Command) => void sent.push(command),
    terminate: vi.fn(),
  };
  const report = (data: Report) => worker.onmessage?.call(worker as Worker, { data } as MessageEvent<Report>);
  const crash = (message: string) => worker.onerror?.call(worker as Worker, { message } as ErrorEvent);
  return { worker, sent, report, crash };
}

test('reports of an earlier run are dropped', () => {
  const workers = [fakeWorker(), fakeWorker()];
  const heard: Report[] = [];
  let next = 0;
  const port = new TrainerPort(
    (report) => heard.push(report),
    () => workers[next++].worker,
  );
  const first = port.start(start);
  const second = port.start(start);
  workers[0].report({ kind: 'state', run: first, state: 'running', sentence: 'old' });
  workers[1].report({ kind: 'state', run: second, state: 'running', sentence: 'new' });
  expect(heard.map((report) => report.kind === 'state' && report.sentence)).toEqual(['new']);
  expect(workers[0].worker.terminate).toHaveBeenCalled();
});

test('commands carry the id of the run, and there is nobody to send to after the end', () => {
  const { worker, sent } = fakeWorker();
  const port = new TrainerPort(
    () => {},
    () => worker,
  );
  const run = port.start(start);
  expect(port.send({ kind: 'pause' })).toBe(true);
  port.end();
  expect(port.send({ kind: 'pause' })).toBe(false);
  expect(sent).toEqual([
    { kind: 'start', run, ...start },
    { kind: 'pause', run },
  ]);
});

test('a crash becomes one failed report in words, and a new run can begin', () => {
  const workers = [fakeWorker(), fakeWorker()];
  const heard: Report[] = [];
  let next = 0;
  const port = new TrainerPort(
    (report) => heard.push(report),
    () => workers[next++].worker,
  );
  const run = port.start(start);
  workers[0].crash('out of memory');
  workers[0].crash('again');
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ kind: 'failed', run });
  expect(heard[0].kind === 'failed' && heard[0].sentence).toContain('out of memory');
  port.start(start);
  expect(workers[1].sent).toHaveLength(1);
});
