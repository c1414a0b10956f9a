import type { HealthMonitor } from '../core/health/healthMonitor.ts';
import type { RunEvent } from '../core/runlog/events.ts';

/** Steps that an alarm must have been silent for to be announced again. */
const QUIET_STEPS = 20;

/** Passes the events of a run on to `emit`, and after a step a notice for each alarm that it raised. */
export function watchHealth(monitor: HealthMonitor, emit: (event: RunEvent) => void): (event: RunEvent) => void {
  const heard = new Map<string, number>();
  return (event) => {
    emit(event);
    monitor.append(event);
    if (event.kind !== 'step') return;
    for (const { id, text } of monitor.alarms) {
      const last = heard.get(id);
      heard.set(id, event.step);
      if (last === undefined || event.step - last > QUIET_STEPS)
        emit({ kind: 'notice', step: event.step, level: 'warning', text });
    }
  };
}
