import { describe, expect, it } from 'vitest';
import type { RunRequest, RunResult } from '../../core/python/api.ts';
import { answerLine } from './rows.ts';

const echo = (request: RunRequest): RunResult => ({
  ok: true,
  output: JSON.stringify(request),
  steps: 3,
  stdout: 'x'.repeat(10_000),
});

describe('answerLine', () => {
  it('passes on what the row asks for and caps what was printed', () => {
    const row = answerLine('{"id": "a", "code": "c", "args": "1", "fuel": 5, "hashSeed": 2, "other": 1}', echo);
    expect(row).toMatchObject({ id: 'a', ok: true, steps: 3, output: '{"code":"c","args":"1","fuel":5,"hashSeed":2}' });
    expect(row.ok && row.stdout?.length).toBe(4096);
  });

  it('answers a refusal with its four fields', () => {
    const error = { kind: 'syntax', type: 'SyntaxError', message: 'invalid syntax', line: 2, column: 4 } as const;
    const row = answerLine('{"code": "", "call": "f"}', () => ({ ok: false, error, steps: 0, stdout: '' }));
    expect(row).toEqual({
      id: null,
      ok: false,
      error: { kind: 'syntax', type: 'SyntaxError', message: 'invalid syntax', line: 2 },
    });
  });

  it.each([
    ['{"id": 1, "code": "c"', null, /^the line is not JSON/],
    ['[1]', null, /JSON object/],
    ['{"id": 1, "args": ""}', 1, /`code` must be a string/],
    ['{"id": {"a": 2}, "code": ""}', { a: 2 }, /either `args`/],
    ['{"code": "", "args": "", "call": ""}', null, /either `args`/],
    ['{"code": "", "args": 3}', null, /must be strings/],
    ['{"code": "", "args": "", "fuel": -1}', null, /`fuel`/],
    ['{"code": "", "args": "", "fuel": 1.5}', null, /`fuel`/],
    ['{"code": "", "args": "", "trace": 1}', null, /`trace`/],
    ['{"code": "", "args": "", "hashSeed": "0"}', null, /`hashSeed`/],
  ])('refuses %s', (line, id, message) => {
    const row = answerLine(line, echo);
    expect(row).toMatchObject({ id, ok: false, error: { kind: 'request' } });
    expect(!row.ok && row.error.message).toMatch(message);
  });

  it('gives an answer even when the interpreter fails', () => {
    const row = answerLine('{"id": 7, "code": "", "args": ""}', () => {
      throw new Error('broken');
    });
    expect(row).toMatchObject({ id: 7, ok: false, error: { kind: 'unsupported' } });
  });
});
