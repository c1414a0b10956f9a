import { describe, expect, it } from 'vitest';
import { runRequest } from '../python/run.ts';
import { heldOutFilter, heldOutTasks } from './heldOut.ts';
import { findLanguage } from './language.ts';
import { programFacts } from './programFacts.ts';

describe.each(['lists', 'numbers', 'text'] as const)('held-out tasks of %s', (name) => {
  const language = findLanguage(name);

  it('are two sets with no task in common', () => {
    const texts = (set: 'development' | 'test') =>
      heldOutTasks(language, set, 180, 4, runRequest).map(({ task }) => `${task.program} ${task.inputs}`);
    const development = new Set(texts('development'));
    expect(texts('test').filter((text) => development.has(text))).toEqual([]);
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
