import { noAttribute } from '../ops/attributes.ts';
import { getIterator, InstanceIterator } from '../ops/iterate.ts';
import { isException, Raised } from './exceptions.ts';
import { PyGenerator } from './generator.ts';
import type { Value } from './value.ts';

/** `yield from iterable`: gives its items, passes sent values and exceptions on; returns its return value. */
export function* delegate(iterable: Value): Generator<Value, Value, Value | undefined> {
  const iterator = getIterator(iterable);
  if (!(iterator instanceof PyGenerator)) {
    for (let item = iterator.next(); item !== undefined; ) {
      const sent = yield item;
      if (sent === undefined || sent === null) item = iterator.next();
      else if (iterator instanceof InstanceIterator) item = iterator.send(sent);
      else noAttribute(iterator, 'send');
    }
    return iterator instanceof InstanceIterator ? iterator.returned : null;
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
