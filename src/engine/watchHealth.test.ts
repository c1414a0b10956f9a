import { expect, it } from 'vitest';
import { HealthMonitor } from '../core/health/healthMonitor.ts';
import type { RunEvent } from '../core/runlog/events.ts';
import { watchHealth } from './watchHealth.ts';

it('announces an alarm once while it stands, and again when it comes back after a silence', () => {
  const told: string[] = [];
  const watch = watchHealth(new HealthMonitor(), (event: RunEvent) => {
    if (event.kind === 'notice') told.push(`${event.step} ${event.level}`);
  });
  const take = (step: number, loss: number) =>
    watch({
      kind: 'step',
      step,
      updates: 0,
      seconds: 0,
      tokens: { sampled: 0, trained: 0 },
      series: { 'update.loss': loss },
      hash: '',
    });
  take(1, 0.5);
  for (const step of [2, 3, 4]) take(step, Number.NaN);
  for (let step = 5; step < 30; step++) take(step, 0.5);
  take(30, Number.NaN);
  expect(told).toEqual(['2 warning', '30 warning']);
});
