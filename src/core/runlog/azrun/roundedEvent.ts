import type { RunEvent } from '../events.ts';

/** The event with its measured numbers rounded to four significant digits; counts, ids and tokens stay. */
export function roundedEvent(event: RunEvent): RunEvent {
  switch (event.kind) {
    case 'step': {
      const series = Object.fromEntries(Object.entries(event.series).map(([name, value]) => [name, rounded(value)]));
      return { ...event, seconds: rounded(event.seconds, 6), series };
    }
    case 'rollout':
      return {
        ...event,
        ...roundedParts(event),
        ...(event.weight === undefined ? {} : { weight: rounded(event.weight) }),
      };
    case 'proposal':
      return { ...event, ...roundedParts(event) };
    default:
      return event;
  }
}

function roundedParts({ advantage }: { advantage?: number }): { advantage?: number } {
  return advantage === undefined ? {} : { advantage: rounded(advantage) };
}

function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
