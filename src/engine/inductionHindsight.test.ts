import { expect, it } from 'vitest';
import { defaultConfig } from '../core/config/schema.ts';
import type { RunRequest } from '../core/python/api.ts';
import { runRequest } from '../core/python/run.ts';
import { Purpose, RandomStream } from '../core/rng.ts';
import { readAnswer } from '../core/tasks/completions.ts';
import { heldOutTasks } from '../core/tasks/heldOut.ts';
import { findLanguage } from '../core/tasks/language.ts';
import { programFacts } from '../core/tasks/programFacts.ts';
import { decode } from '../core/tasks/tokenizer.ts';
import { InductionHindsight } from './inductionHindsight.ts';
import type { Positive } from './positivePool.ts';
import { SelfPlayState } from './selfplayState.ts';

const language = findLanguage('lists');
const config = { ...defaultConfig(), hindsightShare: 0.5, updatesPerStep: 4, updateSequences: 100 };
const judge = {
  run: async (requests: readonly RunRequest[]) => requests.map(runRequest),
  workers: 1,
  dispose: () => {},
};

/** A state whose buffers hold `count` random programs, and the reversal `reversals` times more. */
function stateWith(count: number, reversals = 0): SelfPlayState {
  const state = new SelfPlayState(3, config);
  for (let item = 0; item < count + reversals; item++) {
    const random = new RandomStream({ seed: 3, purpose: Purpose.grammarTasks, step: 0, item });
    const depth = 1 + (item % 5);
    const drawn = language.randomProgram(random, depth, 1);
    const program = item < count ? drawn.program : 'def f(a):\n    b = a[::-1]\n    return b';
    const task = { type: 'deduction' as const, program, inputs: drawn.inputs, outputs: ['[1, 2]'] };
    state.accept({ id: `t${item}`, task, depth: item < count ? depth : 1, step: 0 }, `${item}`, 'proposer', []);
  }
  return state;
}

/** Program and pairs of an induction that is learnt. */
function readPositive({ prompt, completion }: Positive) {
  const read = readAnswer('induction', decode(completion.slice(0, -1)));
  const pairs = [...decode(prompt).matchAll(/f\((.*)\) == (\[[\d, ]*\])/g)].map(([, input, output]) => ({
    input,
    output,
  }));
  return { answer: read.wellFormed ? read.answer : '', pairs };
}

it('gives right answers on two pairs, of one to three statements, all from programs and inputs of the buffers', async () => {
  const state = stateWith(120);
  const inputs = new Set(state.buffers.deduction.tasks.map(({ task }) => task.inputs[0]));
  const positives = await new InductionHindsight(language, judge).draw(state, config);
  expect(positives.length).toBeGreaterThan(150);
  expect(positives.length).toBeLessThanOrEqual(200);
  const lengths = [0, 0, 0, 0];
  for (const positive of positives) {
    const { answer, pairs } = readPositive(positive);
    expect(pairs).toHaveLength(2);
    for (const { input, output } of pairs) {
      expect(inputs).toContain(input);
      expect(runRequest({ code: answer, args: input })).toMatchObject({ ok: true, output });
    }
    expect(programFacts(answer).statements).toHaveLength(positive.depth);
    expect(decode(positive.prompt)).toContain(`# ${positive.depth} steps\n`);
    lengths[positive.depth]++;
  }
  expect(lengths[1]).toBeGreaterThan(lengths[2]);
  expect(lengths[2]).toBeGreaterThan(lengths[3]);
  expect(lengths[3]).toBeGreaterThan(5);
});

it('asks for every kind of statement alike, however often one is proposed', async () => {
  const positives = await new InductionHindsight(language, judge).draw(stateWith(120, 600), config);
  const single = positives.filter(({ depth }) => depth === 1);
  const reversed = single.filter((positive) => readPositive(positive).answer.includes('[::-1]'));
  expect(reversed.length / single.length).toBeLessThan(0.25);
});

it('shows no program on an input of a held-out task', async () => {
  const state = new SelfPlayState(3, config);
  const heldOut = heldOutTasks(language, 'test', 4320, config.inductionInputs, runRequest);
  const short = heldOut.filter(({ task, depth }) => task.type === 'induction' && depth === 1);
  const pairs = new Set<string>();
  for (const { id, task } of short) {
    const { canonical } = programFacts(task.program);
    for (const input of task.inputs) {
      pairs.add(`${canonical}\n${input}`);
      const own = { ...task, type: 'deduction' as const, inputs: [input] };
      state.accept({ id: `${id} ${input}`, task: own, depth: 1, step: 0 }, '', 'proposer', []);
    }
  }
  const many = { ...config, updatesPerStep: 40 };
  const positives = await new InductionHindsight(language, judge).draw(state, many);
  expect(positives.length).toBeGreaterThan(500);
  for (const positive of positives) {
    const { answer, pairs: shown } = readPositive(positive);
    const { canonical } = programFacts(answer);
    for (const { input } of shown) expect(pairs.has(`${canonical}\n${input}`)).toBe(false);
  }
});

it('gives nothing where there is nothing, or where it is off', async () => {
  const hindsight = new InductionHindsight(language, judge);
  expect(await hindsight.draw(stateWith(0), config)).toEqual([]);
  expect(await hindsight.draw(stateWith(20), { ...config, hindsightShare: 0 })).toEqual([]);
});
