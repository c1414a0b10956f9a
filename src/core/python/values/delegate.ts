import { getIterator } from '../ops/iterate.ts';
import { isException, Raised } from './exceptions.ts';
import { PyGenerator } from './generator.ts';
import type { Value } from './value.ts';

/** `yield from iterable`: gives its items, passes sent values and exceptions on; returns its return value. */
export function* delegate(iterable: Value): Generator<Value, Value, Value | undefined> {
  const iterator = getIterator(iterable);
  if (!(iterator instanceof PyGenerator)) {
    for (let item = iterator.next(); item !== undefined; item = iterator.next()) yield item;
    return null;
  }
  let item = iterator.next();
  while (item !== undefined) {
    let sent: Value | undefined;
    try {
      sent = yield item;
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      if (isException(error.exception, 'GeneratorExit')) {
        iterator.close();
        throw error;
      }
      item = iterator.throw(error.exception);
      continue;
    }
    item = sent === undefined || sent === null ? iterator.next() : iterator.send(sent);
  }
  return iterator.returned;
}
