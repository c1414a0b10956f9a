import { afterEach, describe, expect, it } from 'vitest';
import type { RunRequest, RunResult } from '../../core/python/api.ts';
import type { Judge } from './judge.ts';
import { createJudgePool, type JudgePoolOptions } from './judgePool.ts';
import type { JudgeChunk, StartThread } from './messages.ts';
import { startNodeThread } from './startThread.ts';

const judges: Judge[] = [];
function pool(workers: number, options: JudgePoolOptions): Judge {
  const judge = createJudgePool(workers, options);
  judges.push(judge);
  return judge;
}
afterEach(() => {
  for (const judge of judges.splice(0)) judge.dispose();
});

const request = (code: string): RunRequest => ({ code, args: '' });
const outputs = (results: RunResult[]): string[] =>
  results.map((result) => (result.ok ? result.output : result.error.kind));
const echo = (code: string): RunResult => ({ ok: true, output: code, steps: 1, stdout: '' });

/** Threads that answer in the same thread, later and out of turn; `seen` gets every chunk that is posted. */
function fakeThreads(seen: JudgeChunk[], delay: () => number): StartThread {
  return (onMessage) => {
    let last = Promise.resolve();
    setTimeout(() => onMessage({ ready: true }));
    return {
      post(chunk) {
        seen.push(chunk);
        last = last.then(async () => {
          await new Promise((resolve) => setTimeout(resolve, delay()));
          onMessage({ ready: false, chunk: chunk.chunk, results: chunk.requests.map(({ code }) => echo(code)) });
        });
      },
      terminate() {},
    };
  };
}

describe('createJudgePool', () => {
  it.each([1, 3])('answers in the order of the requests with %i workers', async (workers) => {
    let turn = 0;
    const judge = pool(workers, { startThread: fakeThreads([], () => (turn++ % 3) * 4) });
    const codes = Array.from({ length: 500 }, (_, index) => `program ${index}`);
    const batches = [codes.slice(0, 7), codes.slice(7, 300), [], codes.slice(300)];
    const results = await Promise.all(batches.map((batch) => judge.run(batch.map(request))));
    expect(results.map(outputs)).toEqual(batches);
  });

  it('hands each worker at most two chunks at a time', async () => {
    const seen: JudgeChunk[] = [];
    let open = true;
    const judge = pool(2, { startThread: fakeThreads(seen, () => (open ? 30 : 0)) });
    const answered = judge.run(Array.from({ length: 1000 }, (_, index) => request(`${index}`)));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen.length).toBe(4);
    expect(Math.max(...seen.map(({ requests }) => requests.length))).toBeLessThanOrEqual(64);
    open = false;
    expect(await answered).toHaveLength(1000);
  });

  it('says so when no worker can be started, and after it was disposed of', async () => {
    const judge = pool(1, {
      startThread: (_, onFailure) => {
        setTimeout(() => onFailure('no such file'));
        return { post() {}, terminate() {} };
      },
    });
    await expect(judge.run([request('a')])).rejects.toThrow(/could not be started: no such file/);
    judge.dispose();
    await expect(judge.run([request('a')])).rejects.toThrow(/disposed/);
  });
});

describe('createJudgePool with worker threads of Node', () => {
  const faulty = startNodeThread(new URL('./testing/faultyJudge.worker.ts', import.meta.url));

  it('survives programs that hang, kill their worker or break the interpreter, and loses no other', async () => {
    const judge = pool(2, { startThread: faulty, patienceMilliseconds: 700 });
    const codes = Array.from({ length: 120 }, (_, index) => `p${index}`);
    codes[5] = 'hang';
    codes[6] = 'die';
    codes[77] = 'throw';
    const results = await judge.run(codes.map(request));
    const expected = [...codes];
    expected[5] = 'fuel';
    expected[6] = 'fuel';
    expected[77] = 'unsupported';
    expect(outputs(results)).toEqual(expected);
    const hang = results[5];
    expect(hang.ok ? '' : hang.error.message).toMatch(/no answer within 0.7 seconds/);
    expect(outputs(await judge.run([request('after')]))).toEqual(['after']);
  });

  it('gives the same answers with 0, 1 and 3 workers', async () => {
    const requests = Array.from({ length: 40 }, (_, index): RunRequest => {
      if (index % 10 === 7) return { code: 'while True: pass', args: '', fuel: 2000 };
      return { code: `def f(x):\n    return {str(i): x // (i - ${index % 5}) for i in range(3)}`, args: `${index}` };
    });
    const [inline, one, three] = await Promise.all([0, 1, 3].map((workers) => pool(workers, {}).run(requests)));
    expect(one).toEqual(inline);
    expect(three).toEqual(inline);
    expect(new Set(outputs(inline))).toContain('fuel');
    expect(outputs(inline)[4]).toBe("{'0': -1, '1': -2, '2': -2}");
  });
});
