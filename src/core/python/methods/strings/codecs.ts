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
  'charmap',
]);

/** Encodings that do not make bytes of text (names without separators). */
const OTHER_THAN_TEXT = new Set([
  ...['rot13', 'hex', 'hexcodec', 'base64', 'base64codec', 'zlib', 'zip', 'zlibcodec', 'bz2', 'bz2codec'],
  ...['quopri', 'quopricodec', 'quotedprintable', 'uu', 'uucodec'],
]);

/** Other families of encodings that CPython has. */
const FAMILIES = /^(cp|ibm|windows|iso-?8859|koi8|mac|euc|iso-?2022|hz|johab|ptcp|tis|utf)-?[\w-]*$/;

/** The encoding's canonical name; `purpose` is what it is asked for. */
function canonical(encoding: string, purpose: 'encode' | 'decode'): 'utf-8' | 'ascii' | 'latin-1' {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (name === 'ascii' || name === 'us-ascii') return 'ascii';
  if (name === 'latin-1' || name === 'latin1' || name === 'iso-8859-1' || name === 'l1') return 'latin-1';
  if (OTHER_THAN_TEXT.has(name.replace(/[- ]/g, ''))) {
    raise('LookupError', `'${encoding}' is not a text encoding; use codecs.${purpose}() to handle arbitrary codecs`);
  }
  if (KNOWN.has(name.replaceAll('-', '')) || FAMILIES.test(name)) unsupported(`the encoding ${encoding}`);
  raise('LookupError', `unknown encoding: ${encoding}`);
}

/** `text.encode(encoding, errors)`. */
export function encodeText(text: string, encoding: string, errors: Value): Uint8Array {
  const codec = canonical(encoding, 'encode');
  if (codec === 'utf-8' && !/\p{Cs}/u.test(text)) return new TextEncoder().encode(text);
  const fits = (point: number): boolean =>
    codec === 'utf-8' ? point < 0xd800 || point > 0xdfff : point < (codec === 'ascii' ? 128 : 256);
  const points = Array.from(text, (c) => c.codePointAt(0)!);
  const bytes: number[] = [];
  const addText = (added: string): void => {
    for (const byte of new TextEncoder().encode(added)) bytes.push(byte);
  };
  for (let place = 0; place < points.length; ) {
    if (fits(points[place])) {
      if (codec === 'utf-8') addText(String.fromCodePoint(points[place]));
      else bytes.push(points[place]);
      place++;
      continue;
    }
    let end = place + 1;
    while (end < points.length && !fits(points[end])) end++;
    const failed = points.slice(place, end);
    if (errors === 'strict') {
      const where =
        failed.length === 1
          ? `character '${escaped(failed[0])}' in position ${place}`
          : `characters in position ${place}-${end - 1}`;
      const why =
        codec === 'utf-8' ? 'surrogates not allowed' : `ordinal not in range(${codec === 'ascii' ? 128 : 256})`;
      raise('UnicodeEncodeError', `'${codec}' codec can't encode ${where}: ${why}`);
    }
    if (errors === 'replace') addText('?'.repeat(failed.length));
    else if (errors === 'backslashreplace') addText(failed.map(escaped).join(''));
    else if (errors === 'xmlcharrefreplace') addText(failed.map((point) => `&#${point};`).join(''));
    else if (errors !== 'ignore') unknownHandler(errors);
    place = end;
  }
  return Uint8Array.from(bytes);
}

function escaped(point: number): string {
  return point <= 0xff ? `\\x${hex(point, 2)}` : point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function unknownHandler(errors: Value): never {
  if (errors === 'namereplace' || errors === 'surrogateescape' || errors === 'surrogatepass') {
    unsupported(`the error handler ${errors}`);
  }
  raise('LookupError', `unknown error handler name '${errors}'`);
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}

/** `data.decode(encoding, errors)`. */
export function decodeBytes(data: Uint8Array, encoding: string, errors: Value): string {
  const codec = canonical(encoding, 'decode');
  if (codec === 'latin-1') return Array.from(data, (byte) => String.fromCharCode(byte)).join('');
  let text = '';
  for (let place = 0; place < data.length; ) {
    const { length, problem } = codec === 'utf-8' ? utf8At(data, place) : asciiAt(data[place]);
    const bytes = data.subarray(place, place + length);
    if (problem === undefined) text += new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    else if (errors === 'strict') {
      const where =
        length === 1
          ? `byte 0x${hex(data[place], 2)} in position ${place}`
          : `bytes in position ${place}-${place + length - 1}`;
      raise('UnicodeDecodeError', `'${codec}' codec can't decode ${where}: ${problem}`);
    } else if (errors === 'replace') text += '\ufffd';
    else if (errors === 'backslashreplace') text += Array.from(bytes, (byte) => `\\x${hex(byte, 2)}`).join('');
    else if (errors !== 'ignore') unknownHandler(errors);
    place += length;
  }
  return text;
}

/** Bytes of the character at a place, or of what is wrong there, and what that is. */
interface Piece {
  length: number;
  problem?: string;
}

function asciiAt(byte: number): Piece {
  return byte < 128 ? { length: 1 } : { length: 1, problem: 'ordinal not in range(128)' };
}

/** As CPython's decoder divides what it cannot read. */
function utf8At(data: Uint8Array, place: number): Piece {
  const lead = data[place];
  if (lead < 0x80) {
    let end = place + 1;
    while (end < data.length && data[end] < 0x80) end++;
    return { length: end - place };
  }
  if (lead < 0xc2 || lead > 0xf4) return { length: 1, problem: 'invalid start byte' };
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    if (place + i >= data.length) return { length: i, problem: 'unexpected end of data' };
    const byte = data[place + i];
    const low = i === 1 && lead === 0xe0 ? 0xa0 : i === 1 && lead === 0xf0 ? 0x90 : 0x80;
    const high = i === 1 && lead === 0xed ? 0x9f : i === 1 && lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return { length: i, problem: 'invalid continuation byte' };
  }
  return { length };
}
