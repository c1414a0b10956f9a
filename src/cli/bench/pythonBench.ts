import type { RunRequest } from '../../core/python/api.ts';
import { runRequest } from '../../core/python/run.ts';
import { conformanceRows } from '../../core/python/testing/conformance.ts';
import { generateProgram } from '../../core/python/testing/generator/programs.ts';
import { createJudgePool } from '../../engine/judge/judgePool.ts';
import type { BenchPart, BenchRow } from './benchRow.ts';
import { runPeer } from './peerScript.ts';

/** A program and the expression that is evaluated after it. */
interface Program {
  code: string;
  call: string;
}

/** What `bench/python/freshPrograms.py` answers; times are in microseconds, a list of programs for each round. */
interface PeerTimes {
  version: string;
  outputs: (string | null)[];
  microseconds: number[][];
  traced: number[][] | null;
}

/** Rounds before those that are timed: JavaScript and WebAssembly are compiled while they run, and a judge runs for hours. */
const WARM_UP_ROUNDS = 10;

/** Each program is timed this often; its time is the median. */
const ROUNDS = 5;

/** Programs asked of the worker for the sustained figure, in batches as a training step has. */
const SUSTAINED_PROGRAMS = 20_000;
const SUSTAINED_BATCH = 1000;

const peers = [
  { name: 'CPython, native', command: 'python3', script: 'python/cpython.py' },
  { name: 'Pyodide, Python', command: process.execPath, script: 'python/pyodide.mjs', needs: 'pyodide' },
  {
    name: 'MicroPython-wasm',
    command: process.execPath,
    script: 'python/micropython.mjs',
    needs: '@micropython/micropython-webassembly-pyscript',
  },
];

/** The interpreter on fresh programs (parse, compile, run, `repr`), one core, beside other Pythons. */
export const pythonBench: BenchPart = {
  figures: ['microseconds', 'tracedMicroseconds', 'tracedRatio', 'perSecond', 'sameAsCPython'],
  async run(say) {
    const { programs, size } = programsToTime(say);
    const task = { programs, warmUp: WARM_UP_ROUNDS, rounds: ROUNDS, traced: true };
    say(
      `${size}: the median of each over ${ROUNDS} rounds after ${WARM_UP_ROUNDS} to warm up, then the median over all`,
    );
    const measured = peers.map(({ name, command, script, needs }) => {
      const { answer, problem } = {
        answer: undefined,
        problem: undefined,
        ...runPeer<PeerTimes>(command, script, task, needs),
      };
      if (problem !== undefined) say(`${name}: not measured, ${problem}`);
      return { name, answer };
    });
    const cpython = measured[0].answer;
    const row = (impl: string, times: Omit<PeerTimes, 'version'>, perSecond: number | null): BenchRow => ({
      ...nothingMeasured(impl, size),
      ...medians(times),
      perSecond,
      sameAsCPython:
        cpython === undefined ? null : times.outputs.filter((output, i) => output === cpython.outputs[i]).length,
    });
    const ours = row('ours', timeOurs(programs), await sustained(programs));
    return [
      ours,
      ...measured.map(({ name, answer }) =>
        answer === undefined ? nothingMeasured(name, size) : row(`${name} ${answer.version}`, answer, null),
      ),
    ];
  },
};

const nothingMeasured = (impl: string, size: string): BenchRow => ({
  impl,
  size,
  phase: 'fresh program',
  microseconds: null,
  tracedMicroseconds: null,
  tracedRatio: null,
  perSecond: null,
  sameAsCPython: null,
});

/** The tasks of the reference implementation where they lie beside the repository, else generated programs. */
function programsToTime(say: (sentence: string) => void): { programs: Program[]; size: string } {
  const tasks = recordedTasks();
  if (tasks.length === 0) say('no recorded tasks in AZP_SHARED or ../shared: generated programs are timed instead');
  const all = tasks.length > 0 ? tasks : Array.from({ length: 1000 }, (_, number) => generateProgram(1, number));
  const programs = all.map(({ code, call }) => ({ code, call })).filter((program) => runRequest(program).ok);
  const what = tasks.length > 0 ? 'AZR tasks' : 'generated programs';
  if (programs.length < all.length) say(`${all.length - programs.length} that we do not answer are left out`);
  return { programs, size: `${programs.length} ${what}` };
}

function recordedTasks(): Program[] {
  const triplets = conformanceRows<{ snippet: string; imports: string[]; input: string }>('azr_triplets.jsonl') ?? [];
  const inductions =
    conformanceRows<{ snippet: string; imports: string[]; inputs: string[] }>('azr_induction.jsonl') ?? [];
  return [...triplets, ...inductions.map((task) => ({ ...task, input: task.inputs[0] }))].map(
    ({ imports, snippet, input }) => ({ code: [...imports, snippet].join('\n'), call: `f(${input})` }),
  );
}

function timeOurs(programs: Program[]): Omit<PeerTimes, 'version'> {
  const outputs = programs.map((program) => {
    const result = runRequest(program);
    return result.ok ? result.output : null;
  });
  // Requests of one shape, as a worker gets them, made before the clock runs. Rounds with and without a trace take turns:
  // a machine that slows down meanwhile slows both.
  const requests = [false, true].map((trace) => programs.map(({ code, call }) => ({ code, call, trace })));
  for (let round = 0; round < WARM_UP_ROUNDS; round++) requests.forEach(timeRound);
  const rounds = Array.from({ length: ROUNDS }, () => requests.map(timeRound));
  return { outputs, microseconds: rounds.map(([plain]) => plain), traced: rounds.map(([, traced]) => traced) };
}

function timeRound(requests: readonly RunRequest[]): number[] {
  return requests.map((request) => {
    const start = performance.now();
    runRequest(request);
    return (performance.now() - start) * 1000;
  });
}

/** Answers a second of one worker, messages to and from it included. */
async function sustained(programs: Program[]): Promise<number> {
  const judge = createJudgePool(1);
  const batch = (from: number): Program[] =>
    Array.from({ length: SUSTAINED_BATCH }, (_, index) => programs[(from + index) % programs.length]);
  try {
    for (let from = 0; from < SUSTAINED_PROGRAMS / 4; from += SUSTAINED_BATCH) await judge.run(batch(from));
    const start = performance.now();
    for (let from = 0; from < SUSTAINED_PROGRAMS; from += SUSTAINED_BATCH) await judge.run(batch(from));
    return (SUSTAINED_PROGRAMS / (performance.now() - start)) * 1000;
  } finally {
    judge.dispose();
  }
}

function medians({ microseconds, traced }: Omit<PeerTimes, 'version'>): Record<string, number | null> {
  const plain = medianOfPrograms(microseconds);
  const full = traced === null ? null : medianOfPrograms(traced);
  return { microseconds: plain, tracedMicroseconds: full, tracedRatio: full === null ? null : full / plain };
}

/** The median over programs of each one's median over rounds. */
function medianOfPrograms(rounds: number[][]): number {
  return median(rounds[0].map((_, program) => median(rounds.map((times) => times[program]))));
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
