import { typeError } from '../values/exceptions.ts';

/** The errors of a call whose arguments do not fit the parameters of a function written in Python. */

/** @param kind `positional` or `keyword-only` */
export function missingArguments(name: string, missing: readonly string[], kind: string): never {
  const quoted = missing.map((n) => `'${n}'`);
  const last = quoted.pop()!;
  const list =
    quoted.length === 0 ? last : quoted.length === 1 ? `${quoted[0]} and ${last}` : `${quoted.join(', ')}, and ${last}`;
  typeError(`${name}() missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list}`);
}

/**
 * @param required parameters without a default
 * @param total positional parameters
 * @param keywordOnly how many keyword-only ones were given besides
 */
export function tooManyPositional(
  name: string,
  required: number,
  total: number,
  given: number,
  keywordOnly: number,
): never {
  const takes = required < total ? `from ${required} to ${total}` : `${total}`;
  const plural = (n: number): string => (n === 1 ? '' : 's');
  const also =
    keywordOnly > 0
      ? ` positional argument${plural(given)} (and ${keywordOnly} keyword-only argument${plural(keywordOnly)})`
      : '';
  typeError(
    `${name}() takes ${takes} positional argument${required < total ? 's' : plural(total)} but ${given}${also} ${given === 1 && also === '' ? 'was' : 'were'} given`,
  );
}
