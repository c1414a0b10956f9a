import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightPython } from './highlightPython.ts';

test('keywords, builtins, numbers, strings and comments are told apart', () => {
  const kinds = highlightPython("return sorted(x) + [10, 'a'] # why")
    .filter((piece) => piece.kind !== 'plain')
    .map((piece) => [piece.kind, piece.text]);
  expect(kinds).toEqual([
    ['keyword', 'return'],
    ['builtin', 'sorted'],
    ['number', '10'],
    ['string', "'a'"],
    ['comment', '# why'],
  ]);
});

test('a name that begins with a keyword is a name', () => {
  expect(highlightPython('format = input_1')).toEqual([{ kind: 'plain', text: 'format = input_1', start: 0 }]);
});

test('no character is lost or moved, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const pieces = highlightPython(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) expect(text.startsWith(piece.text, piece.start)).toBe(true);
    }),
  );
});
