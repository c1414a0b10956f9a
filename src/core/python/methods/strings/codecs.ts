import { unsupported } from '../../budget.ts';
import { raise } from '../../values/exceptions.ts';
import type { Value } from '../../values/value.ts';

/** Encodings that CPython has and this interpreter leaves out (names without hyphens). */
const KNOWN = new Set([
  'utf7',
  'utf16',
  'utf16le',
  'utf16be',
  'utf32',
  'utf32le',
  'utf32be',
  'utf8sig',
  'idna',
  'punycode',
  'unicodeescape',
  'rawunicodeescape',
  'cp1252',
  'cp437',
  'cp850',
  'cp1250',
  'cp1251',
  'mbcs',
  'gbk',
  'gb2312',
  'gb18030',
  'big5',
  'eucjp',
  'shiftjis',
  'iso885915',
  'iso88592',
  'koi8r',
  'macroman',
  'rot13',
  'hex',
  'base64',
  'zlib',
  'bz2',
  'quopri',
  'uu',
]);

/** The encoding's canonical name, `undefined` for those that are not known here. */
function canonical(encoding: string): 'utf-8' | 'ascii' | 'latin-1' | 'utf-16' | 'utf-32' {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (name === 'ascii' || name === 'us-ascii') return 'ascii';
  if (name === 'latin-1' || name === 'latin1' || name === 'iso-8859-1' || name === 'l1') return 'latin-1';
  if (KNOWN.has(name.replaceAll('-', ''))) unsupported(`the encoding ${encoding}`);
  raise('LookupError', `unknown encoding: ${encoding}`);
}

/** `text.encode(encoding, errors)`. */
export function encodeText(text: string, encoding: string, errors: Value): Uint8Array {
  const codec = canonical(encoding);
  const bytes: number[] = [];
  let place = 0;
  for (const c of text) {
    const point = c.codePointAt(0)!;
    if (codec === 'utf-8') {
      if (point >= 0xd800 && point <= 0xdfff) {
        raise(
          'UnicodeEncodeError',
          `'utf-8' codec can't encode character '\\u${point.toString(16)}' in position ${place}: surrogates not allowed`,
        );
      }
      bytes.push(...new TextEncoder().encode(c));
    } else {
      const limit = codec === 'ascii' ? 128 : 256;
      if (point < limit) bytes.push(point);
      else if (errors === 'replace') bytes.push(63);
      else if (errors !== 'ignore') {
        const shown =
          point <= 0xff ? `\\x${hex(point, 2)}` : point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
        raise(
          'UnicodeEncodeError',
          `'${codec}' codec can't encode character '${shown}' in position ${place}: ordinal not in range(${limit})`,
        );
      }
    }
    place++;
  }
  return Uint8Array.from(bytes);
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}

/** `data.decode(encoding, errors)`. */
export function decodeBytes(data: Uint8Array, encoding: string, errors: Value): string {
  const codec = canonical(encoding);
  if (codec === 'utf-8') {
    try {
      return new TextDecoder('utf-8', { fatal: errors === 'strict', ignoreBOM: true }).decode(data);
    } catch {
      const place = firstInvalid(data);
      raise(
        'UnicodeDecodeError',
        `'utf-8' codec can't decode byte 0x${hex(data[place], 2)} in position ${place}: invalid start byte`,
      );
    }
  }
  let text = '';
  data.forEach((byte, i) => {
    if (codec === 'ascii' && byte > 127) {
      if (errors === 'strict') {
        raise(
          'UnicodeDecodeError',
          `'ascii' codec can't decode byte 0x${hex(byte, 2)} in position ${i}: ordinal not in range(128)`,
        );
      }
      if (errors === 'replace') text += '\ufffd';
    } else text += String.fromCharCode(byte);
  });
  return text;
}

function firstInvalid(data: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let i = 0; i < data.length; i++) {
    try {
      decoder.decode(data.subarray(0, i + 1), { stream: true });
    } catch {
      return i;
    }
  }
  return Math.max(0, data.length - 1);
}
