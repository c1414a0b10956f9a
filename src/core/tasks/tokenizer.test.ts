import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canEncode, decode, encode, lineTokens, specialId, vocabularySize } from './tokenizer.ts';
import { specialTokens, tokenStrings } from './vocabulary.ts';

const pieces = (text: string) => encode(text).map((id) => tokenStrings[id]);

describe('tokenizer', () => {
  it('has no token twice', () => {
    expect(new Set(tokenStrings).size).toBe(vocabularySize);
  });

  it('gives back every printable text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => decode(encode(text)) === text));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...tokenStrings.slice(specialTokens.length))),
        (parts) => decode(encode(parts.join(''))) === parts.join(''),
      ),
    );
  });

  it('writes every statement of the list language in at most six tokens, line break included', () => {
    for (const expression of [
      'c[::-1]',
      'sorted(c)',
      'c[1:]',
      'c[:-1]',
      'c[1:] + c[:1]',
      'c[-1:] + c[:-1]',
      '[(v + 1) % 10 for v in c]',
      '[9 - v for v in c]',
      'c[:1] + c',
      'c + [3]',
      '[3] + c',
    ]) {
      expect(pieces(`d = ${expression}\n    `).length, expression).toBeLessThanOrEqual(6);
    }
  });

  it('writes digits one by one', () => {
    expect(pieces('[3, 1, 42]')).toEqual(['[3', ', 1', ', 4', '2', ']']);
    expect(pieces('1203')).toEqual(['1', '2', '0', '3']);
  });

  it('does not cut keywords out of names', () => {
    expect(pieces('format')).not.toContain('for ');
    expect(pieces('word = 1')).not.toContain('d = ');
    expect(pieces('d = 1')[0]).toBe('d = ');
  });

  it('never makes a special token out of text', () => {
    expect(encode('<end><think>')).not.toContain(specialId('<end>'));
    expect(decode(encode('<end>'))).toBe('<end>');
  });

  it('says which texts it cannot hold', () => {
    expect(canEncode('a\n    b')).toBe(true);
    expect(canEncode('é')).toBe(false);
    expect(canEncode('\t')).toBe(false);
    expect(decode(encode('é\t'))).toBe('??');
  });

  it('knows its line breaks', () => {
    expect(lineTokens.map((id) => tokenStrings[id].trim())).toEqual(new Array(9).fill(''));
  });
});
