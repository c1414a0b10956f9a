import { budget, outOfFuel } from '../budget.ts';
import type { LiveMemory, Mark } from '../liveMemory.ts';
import { getIterator } from '../ops/iterate.ts';
import { PyIterator, PyList, PyObject, PyRange, type Value } from '../values/value.ts';
import type { Evaluate } from './types.ts';

/** Has a compiled loop go through what `iterable` gives turn by turn: at each one what the last one held is let go. */
export function asTurns(iterable: Evaluate): Evaluate {
  return (f) => new Turns(iterable(f));
}

/** An iterable as a compiled loop goes through it where live values are counted. */
class Turns extends PyObject {
  constructor(private readonly values: Value) {
    super();
  }

  override iterate(): PyIterator {
    const { values } = this;
    return new TurnIterator(values instanceof PyList || values instanceof PyRange ? values : getIterator(values));
  }
}

class TurnIterator extends PyIterator {
  private place = 0;
  /** The frame that the loop runs in, and what it held before the first turn. */
  private frame: unknown = null;
  private start: Mark = { length: 0, inFlight: 0 };

  constructor(private readonly source: PyList | PyRange | PyIterator) {
    super();
  }

  next(): Value | undefined {
    const live = budget.live as LiveMemory;
    if (this.frame === live.innermost) live.turn(this.start);
    else {
      this.frame = live.innermost;
      live.hold(this.source);
      this.start = live.mark();
    }
    return live.hold(this.advance());
  }

  /** As loops go through lists and ranges: these cost no step at their end, and a list may change meanwhile. */
  private advance(): Value | undefined {
    const { source } = this;
    if (source instanceof PyIterator) return source.next();
    const isList = source instanceof PyList;
    if (this.place >= (isList ? source.items.length : source.length)) return undefined;
    if (--budget.fuel < 0) outOfFuel();
    const place = this.place++;
    return isList ? source.items[place] : source.start + place * source.step;
  }
}
