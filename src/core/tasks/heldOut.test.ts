import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { hex, sha256 } from '../runlog/sha256.ts';
import { heldOutFilter, heldOutTasks } from './heldOut.ts';
import { findLanguage } from './language.ts';
import { programFacts } from './programFacts.ts';
import { decode, encode, vocabularySize } from './tokenizer.ts';
import { traceLines } from './traceLines.ts';

/** What recorded figures are about: development, test, rare. */
const fixed = {
  lists: ['0d7e9f0a0259', '1408814d17d1', 'bd061a4358e6'],
  numbers: ['137bed6119e1', 'a551f1e143f2', 'db709299c33e'],
  text: ['c793711181c5', '18a55479a4b6', '02dde5f34619'],
};

describe.each(['lists', 'numbers', 'text'] as const)('held-out tasks of %s', (name) => {
  const language = findLanguage(name);

  it('are three sets with no task in common, the same for ever', () => {
    const sets = (['development', 'test', 'rare'] as const).map((set) =>
      heldOutTasks(language, set, 180, 4, runRequest),
    );
    const texts = sets.map((tasks) => new Set(tasks.map(({ task }) => `${task.program} ${task.inputs}`)));
    expect(new Set(texts.flatMap((set) => [...set])).size).toBe(texts.reduce((sum, { size }) => sum + size, 0));
    const hashes = sets.map((tasks) => hex(sha256(new TextEncoder().encode(JSON.stringify(tasks)))).slice(0, 12));
    expect(hashes).toEqual(fixed[name]);
  });

  it('are of the language, those of rarer operations too', () => {
    for (const { task, depth } of heldOutTasks(language, 'rare', 360, 4, runRequest)) {
      const facts = programFacts(task.program);
      expect(facts.normalized).toBe(task.program);
      expect(language.refuse(facts, task.outputs), task.program).toBeUndefined();
      const { trace = [] } = runRequest({ code: task.program, args: task.inputs[0], trace: true });
      expect(traceLines(task.program, facts, trace)).toHaveLength(depth);
      expect(encode(task.program).every((token) => token < vocabularySize)).toBe(true);
      expect(decode(encode(task.program))).toBe(task.program);
    }
  });

  it('are a hundred or more in every cell when asked for', () => {
    const cells = new Map<string, number>();
    for (const { task, depth } of heldOutTasks(language, 'test', 4500, 4, runRequest)) {
      const cell = `${task.type} ${depth}`;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    const { deduction, abduction, induction } = language.heldOutDepth;
    expect(cells.size).toBe(deduction + abduction + induction);
    expect(Math.min(...cells.values())).toBeGreaterThanOrEqual(100);
  });

  it('are kept from warm-up: programs where there are many, pairs of program and input where there are few', () => {
    const kept = { sets: ['development', 'test'] as const, perDepth: 120, pairs: 2 };
    const excluded = heldOutFilter({ ...language, keptFromWarmup: kept }, 4, runRequest);
    for (const set of kept.sets)
      for (const { task, depth } of heldOutTasks(language, set, 180, 4, runRequest)) {
        if (depth > language.warmupDepth) continue;
        const { canonical } = programFacts(task.program);
        expect(excluded(canonical, task.inputs[0])).toBe(true);
        if (depth > 2) expect(excluded(canonical, 'another')).toBe(true);
      }
    expect(excluded(programFacts('def f(a):\n    return a').canonical, '[1]')).toBe(false);
  });
});
