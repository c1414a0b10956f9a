import { strRepr } from '../../format/strRepr.ts';
import { isIdentifier } from '../../methods/strings/characters.ts';
import { codePoints } from '../../ops/iterate.ts';
import { raise } from '../../values/exceptions.ts';
import { PatternFault } from './syntax.ts';

/** A replacement in parts: text, or the number of a group. */
export type Template = (string | number)[];

/** Reads a replacement text: `\1`, `\g<name>`, `\n` and the like. Throws PatternFault. */
export function parseTemplate(source: string, groups: number, names: ReadonlyMap<string, number>): Template {
  if (!source.includes('\\')) return [source];
  const chars = codePoints(source);
  const parts: Template = [];
  let text = '';
  const reference = (index: number, position: number): void => {
    if (index >= groups) throw new PatternFault(`invalid group reference ${index}`, position);
    if (text !== '') parts.push(text);
    text = '';
    parts.push(index);
  };
  for (let i = 0; i < chars.length; i++) {
    if (chars[i] !== '\\') {
      text += chars[i];
      continue;
    }
    const start = i;
    const c = chars[++i];
    if (c === undefined) throw new PatternFault('bad escape (end of pattern)', start);
    if (c === 'g') {
      if (chars[i + 1] !== '<') throw new PatternFault('missing <', i + 1);
      const close = chars.indexOf('>', i + 2);
      if (close < 0) {
        throw new PatternFault(i + 2 >= chars.length ? 'missing group name' : 'missing >, unterminated name', i + 2);
      }
      const name = chars.slice(i + 2, close).join('');
      if (name === '') throw new PatternFault('missing group name', i + 2);
      if (/^\d+$/.test(name)) reference(Number(name), i + 2);
      else {
        if (!isIdentifier(name)) throw new PatternFault(`bad character in group name ${strRepr(name)}`, i + 2);
        const index = names.get(name);
        if (index === undefined) raise('IndexError', `unknown group name ${strRepr(name)}`);
        reference(index, i + 2);
      }
      i = close;
    } else if (c === '0') {
      let digits = '';
      while (digits.length < 2 && chars[i + 1] !== undefined && /[0-7]/.test(chars[i + 1])) digits += chars[++i];
      text += String.fromCharCode(Number.parseInt(digits === '' ? '0' : digits, 8) & 255);
    } else if (c >= '1' && c <= '9') {
      let digits = c;
      if (chars[i + 1] !== undefined && /\d/.test(chars[i + 1])) {
        digits += chars[++i];
        if (/^[0-3][0-7]$/.test(digits) && chars[i + 1] !== undefined && /[0-7]/.test(chars[i + 1])) {
          digits += chars[++i];
          text += String.fromCharCode(Number.parseInt(digits, 8) & 255);
          continue;
        }
      }
      reference(Number(digits), start + 1);
    } else {
      const simple: Record<string, string> = {
        a: '\x07',
        b: '\b',
        f: '\f',
        n: '\n',
        r: '\r',
        t: '\t',
        v: '\v',
        '\\': '\\',
      };
      if (Object.hasOwn(simple, c)) text += simple[c];
      else if (/[a-zA-Z]/.test(c)) throw new PatternFault(`bad escape \\${c}`, start);
      else text += `\\${c}`;
    }
  }
  if (text !== '') parts.push(text);
  return parts;
}
