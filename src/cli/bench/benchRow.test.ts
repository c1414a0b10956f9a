import { expect, it } from 'vitest';
import { benchTable } from './benchRow.ts';

it('shows what was not measured as such, and figures under their names', () => {
  const row = { impl: 'ours', size: '3 programs', phase: 'run', microseconds: 61.4, ratio: 1.234 };
  const rows = [row, { ...row, impl: 'peer', microseconds: null }];
  expect(benchTable(['microseconds', 'ratio'], rows)).toBe(
    [
      'impl  size        phase  microseconds  ratio',
      'ours  3 programs  run              61   1.23',
      'peer  3 programs  run    not measured   1.23',
    ].join('\n'),
  );
});
