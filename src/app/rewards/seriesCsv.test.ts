import { expect, it } from 'vitest';
import { SeriesStore } from '../../core/runlog/seriesStore.ts';
import { seriesCsv } from './seriesCsv.ts';

const at = (step: number) => ({ step, tokens: 10 * step, seconds: step / 2 });

it('writes every series, a gap as nothing', () => {
  const store = new SeriesStore();
  store.append(at(1), { 'solve.deduction.reward': 0.25 });
  store.append(at(2), { 'solve.deduction.reward': -1, 'update.loss': 2 });
  expect(seriesCsv(store)).toBe(
    'step,tokens,seconds,solve.deduction.reward,update.loss\n1,10,0.5,0.25,\n2,20,1,-1,2\n',
  );
});

it('adds least and greatest values where steps were merged, and quotes names that need it', () => {
  const store = new SeriesStore(2);
  for (let step = 1; step <= 3; step++) store.append(at(step), { 'a,b': step });
  expect(seriesCsv(store)).toBe('step,tokens,seconds,"a,b","a,b min","a,b max"\n2,20,1,1.5,1,2\n3,30,1.5,3,3,3\n');
});
