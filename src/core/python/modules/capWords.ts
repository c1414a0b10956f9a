import { getAttribute } from '../ops/attributes.ts';
import { call } from '../ops/call.ts';
import { iterateAll } from '../ops/iterate.ts';
import { truth } from '../ops/truth.ts';
import type { Value } from '../values/value.ts';

/** `string.capwords(text, sep)`: split, capitalise each word, join. */
export function capWords(text: Value, separator: Value = null): Value {
  if (truth(separator)) getAttribute(separator, 'join');
  const words: string[] = [];
  iterateAll(call(getAttribute(text, 'split'), [separator]), (word) => {
    words.push(call(getAttribute(word, 'capitalize'), []) as string);
  });
  return words.join(separator === null ? ' ' : (separator as string));
}
