import type { RunEvent } from '../runlog/events.ts';
import type { Alarm } from './alarm.ts';
import { alarmRules } from './alarmRules.ts';
import { HealthHistory } from './healthHistory.ts';

/** Reads a run log event by event and says at the end of each step what is wrong with the run. Page and engine read the same log alike. */
export class HealthMonitor {
  /** Alarms as after the newest step, the gravest first. */
  alarms: readonly Alarm[] = [];
  /** The newest step after which there was no alarm. */
  lastGoodStep: number | undefined;
  private readonly history = new HealthHistory();

  append(event: RunEvent): void {
    this.history.append(event);
    if (event.kind === 'restored') {
      this.alarms = [];
      this.lastGoodStep = event.step;
    }
    if (event.kind !== 'step') return;
    this.alarms = alarmRules.flatMap((rule) => rule(this.history));
    if (this.alarms.length === 0) this.lastGoodStep = event.step;
  }
}
