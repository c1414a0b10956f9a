import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sameLiteral } from '../core/python/literal.ts';
import { conformanceRows, needsRows } from '../core/python/testing/conformance.ts';
import type { ResultRow } from './python/rows.ts';

const COMMAND = ['--import', 'tsx', 'src/cli/python.ts'];
const folder = mkdtempSync(join(tmpdir(), 'python-'));
afterAll(() => rmSync(folder, { recursive: true }));

function answers(rows: unknown[]): ResultRow[] {
  const input = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  const { stdout, status, stderr } = spawnSync(process.execPath, [...COMMAND, '--jsonl'], { input, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function runFile(source: string) {
  const file = join(folder, 'program.py');
  writeFileSync(file, source);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...COMMAND, file], { encoding: 'utf8' });
  return { stdout, lastLine: stderr.trimEnd().split('\n').at(-1), status };
}

describe('npm run python -- FILE.py', () => {
  it('prints what the program prints', () => {
    expect(runFile('for i in range(3):\n    print(i, end=" ")\nprint("é")\n')).toEqual({
      stdout: '0 1 2 é\n',
      lastLine: '',
      status: 0,
    });
  });

  it("ends with the traceback's last line and exit code 1", () => {
    expect(runFile('print(1)\nx = 1 / 0\n')).toEqual({
      stdout: '1\n',
      lastLine: 'ZeroDivisionError: division by zero',
      status: 1,
    });
    expect(runFile('x = (1,\n')).toMatchObject({
      stdout: '',
      lastLine: "SyntaxError: '(' was never closed",
      status: 1,
    });
  });

  it('says how it is used', () => {
    const { status, stderr } = spawnSync(process.execPath, [...COMMAND, '--json'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/--jsonl/);
  });
});

describe('npm run python -- --jsonl', () => {
  it('answers every row in order, whatever it holds', () => {
    const rows = answers([
      { id: 1, code: 'def f(x): return x * 2', args: "'ab'" },
      'nonsense',
      { id: 2, code: 'def f(): return 1 / 0', args: '' },
      { id: 3, code: 'while True: pass', args: '' },
      { id: 4, code: 'def f(:', args: '' },
      { id: 5, code: 'def f(x): return x', args: '3) or (1' },
      { id: 6, code: `x = 1\n${'#'.repeat(300_000)}`, call: 'x' },
      { id: 7, code: 'print("hi")', call: '(1, 2)' },
    ]);
    expect(rows.map((row) => (row.ok ? [row.id, row.output] : [row.id, row.error.kind]))).toEqual([
      [1, "'abab'"],
      [null, 'request'],
      [2, 'python'],
      [3, 'fuel'],
      [4, 'syntax'],
      [5, 'syntax'],
      [6, 'source'],
      [7, '(1, 2)'],
    ]);
    expect(rows[7]).toMatchObject({ stdout: 'hi\n' });
  });

  it('answers each row as it comes', async () => {
    const child = spawn(process.execPath, [...COMMAND, '--jsonl']);
    const said = (): Promise<ResultRow> =>
      new Promise((resolve) => child.stdout.once('data', (data) => resolve(JSON.parse(String(data)))));
    for (let id = 0; id < 3; id++) {
      child.stdin.write(`${JSON.stringify({ id, code: 'def f(x): return x', args: `${id}` })}\n`);
      expect(await said()).toMatchObject({ id, output: `${id}` });
    }
    child.stdin.end();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });

  interface Task {
    snippet: string;
    imports: string[];
    input: string;
    output: string;
  }
  const tasks = conformanceRows<Task>('azr_triplets.jsonl');
  /** Rows with a wrong record, and rows that import modules out of scope. */
  const EXCLUDED = new Set([2, 22, 124, 141, 223, 24, 48, 163, 181]);

  it.skipIf(tasks === undefined)(
    needsRows('agrees with the records of the reference tasks, or refuses by the name of a feature', tasks),
    () => {
      const chosen = tasks!.map((task, id) => ({ task, id })).filter(({ id }) => !EXCLUDED.has(id));
      const rows = answers(
        chosen.map(({ task, id }) => ({ id, code: [...task.imports, task.snippet].join('\n'), args: task.input })),
      );
      const wrong: unknown[] = [];
      let agreed = 0;
      chosen.forEach(({ task, id }, index) => {
        const row = rows[index];
        expect(row.id).toBe(id);
        if (!row.ok && row.error.kind === 'unsupported') return;
        if (row.ok && (row.output === task.output || sameLiteral(row.output, task.output))) agreed++;
        else wrong.push({ row, wanted: task.output });
      });
      expect(wrong).toEqual([]);
      expect(agreed / chosen.length).toBeGreaterThanOrEqual(0.8);
    },
  );
});
