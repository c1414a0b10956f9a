import { describe, expect, it } from 'vitest';
import { runRequest } from '../run.ts';
import calls from './calls.json' with { type: 'json' };
import numbers from './numbers.json' with { type: 'json' };
import patterns from './patterns.json' with { type: 'json' };
import programs from './programs.json' with { type: 'json' };

/** A call and what CPython 3.11 answered to it with PYTHONHASHSEED=0 (`record.py` records anew). */
interface Row {
  code: string;
  call: string;
  output?: string;
  error?: { type: string; message: string; line: number };
  stdout?: string;
}

const sets: Record<string, Row[]> = {
  'built-in functions, methods and operators': calls,
  'programs over the whole language and its modules': programs,
  'regular expressions': patterns,
  'decimal and fractions': numbers,
};

describe.each(Object.entries(sets))('recorded answers of CPython: %s', (_name, rows) => {
  it.each(rows.map((row): [string, Row] => [row.call.slice(0, 120), row]))('%s', (_label, row) => {
    const result = runRequest({ code: row.code, call: row.call, fuel: 1_000_000 });
    if (row.error === undefined)
      expect(result).toMatchObject({ ok: true, output: row.output, stdout: row.stdout ?? '' });
    else expect(result).toMatchObject({ ok: false, error: row.error });
  });
});
