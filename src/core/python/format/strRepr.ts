import { isPrintable } from './printable.ts';

const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** `repr` of a str: single quotes unless it holds one and no double quote; other than printable characters escaped. */
export function strRepr(s: string): string {
  if (PLAIN.test(s)) return `'${s}'`;
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  let out = quote;
  for (const c of s) {
    const point = c.codePointAt(0)!;
    if (c === quote || c === '\\') out += `\\${c}`;
    else if (c === '\n') out += '\\n';
    else if (c === '\r') out += '\\r';
    else if (c === '\t') out += '\\t';
    else if (point < 0x20 || point === 0x7f) out += `\\x${hex(point, 2)}`;
    else if (point < 0x7f) out += c;
    else if (isPrintable(c)) out += c;
    else out += escapeCode(point);
  }
  return out + quote;
}

/** `ascii()` of a repr: everything beyond ASCII escaped. */
export function asciiRepr(repr: string): string {
  let out = '';
  for (const c of repr) {
    const point = c.codePointAt(0)!;
    out += point < 0x80 ? c : escapeCode(point);
  }
  return out;
}

function escapeCode(point: number): string {
  if (point <= 0xff) return `\\x${hex(point, 2)}`;
  return point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}

/** `repr` of bytes. */
export function bytesRepr(data: Uint8Array): string {
  let single = false;
  let double = false;
  for (const byte of data) {
    if (byte === 39) single = true;
    if (byte === 34) double = true;
  }
  const quote = single && !double ? '"' : "'";
  let out = `b${quote}`;
  for (const byte of data) {
    const c = String.fromCharCode(byte);
    if (c === quote || c === '\\') out += `\\${c}`;
    else if (byte === 9) out += '\\t';
    else if (byte === 10) out += '\\n';
    else if (byte === 13) out += '\\r';
    else if (byte < 0x20 || byte >= 0x7f) out += `\\x${hex(byte, 2)}`;
    else out += c;
  }
  return out + quote;
}
