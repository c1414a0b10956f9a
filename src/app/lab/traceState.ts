import type { TraceEvent } from '../../core/python/api.ts';

/** A frame of the call stack at a moment of a trace. */
export interface Frame {
  name: string;
  /** 1-based line about to run, or just left. */
  line: number;
  variables: Map<string, string>;
}

/** Everything that a step of a trace shows. */
export interface TraceMoment {
  event: TraceEvent;
  /** Call stack, outermost first; its last frame is the one that the event is about. */
  frames: Frame[];
  /** Latest values that each line gave, by 1-based line: what stands beside the code. */
  valuesByLine: Map<number, Map<string, string>>;
}

/** The state of the program at the `index`-th event of a trace. A changed variable belongs to the line of its frame that ran last. */
export function traceMoment(trace: readonly TraceEvent[], index: number): TraceMoment {
  const frames: Frame[] = [];
  const valuesByLine: TraceMoment['valuesByLine'] = new Map();
  const last = Math.min(index, trace.length - 1);
  for (let i = 0; i <= last; i++) {
    const event = trace[i];
    const level = event.depth - trace[0].depth;
    frames.length = Math.min(frames.length, level + 1);
    if (event.event === 'call' || frames.length <= level) {
      frames.length = Math.min(frames.length, level);
      frames.push({ name: event.frame, line: event.line, variables: new Map() });
    }
    const frame = frames[frames.length - 1];
    const ran = event.event === 'call' ? event.line : frame.line;
    for (const [name, value] of Object.entries(event.changes)) {
      frame.variables.set(name, value);
      const ofLine = valuesByLine.get(ran) ?? new Map<string, string>();
      valuesByLine.set(ran, ofLine.set(name, value));
    }
    frame.line = event.line;
  }
  return { event: trace[last], frames, valuesByLine };
}

/** What the step says, in words. */
export function momentText({ event, frames }: TraceMoment): string {
  const name = event.frame === '<module>' ? 'the program' : event.frame;
  switch (event.event) {
    case 'call':
      return frames.length > 1 ? `${name} is called (depth ${frames.length})` : `${name} is called`;
    case 'line':
      return `Line ${event.line} runs next`;
    case 'return':
      return event.value === undefined ? `${name} is left by an error` : `${name} returns ${event.value}`;
  }
}
