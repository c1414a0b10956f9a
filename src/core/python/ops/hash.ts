import { charge } from '../budget.ts';
import { typeError } from '../values/exceptions.ts';
import { hashFrozenSet, PyFrozenSet } from '../values/set.ts';
import { typeOf } from '../values/types.ts';
import {
  PyBoundMethod,
  PyBytes,
  PyComplex,
  PyFloat,
  PyInstance,
  PyObject,
  PyRange,
  PyTuple,
  type Value,
} from '../values/value.ts';
import { call } from './call.ts';
import { identityCounted, identityOf } from './identity.ts';
import { enterRecursion, leaveRecursion } from './recursion.ts';
import { SipHash } from './sipHash.ts';

/**
 * `hash()` as CPython 3.11 on 64 bits. Hashes are two signed 32-bit halves: functions here return the low half and
 * leave the high one in `hashHigh()`, so that no object is made for each hash.
 */
let high = 0;
let sip = new SipHash(0);
let sipSeed = 0;

/** Whether a hash that depends on the seed (of a string or an identity) has been asked for since the run began. */
export const seedUsed = { yes: false };

/** High half of the hash computed last. */
export function hashHigh(): number {
  return high;
}

export function setHashHigh(value: number): void {
  high = value;
}

/** Chooses the PYTHONHASHSEED to imitate. */
export function seedHash(seed: number): void {
  seedUsed.yes = false;
  if (seed === sipSeed) return;
  sip = new SipHash(seed);
  sipSeed = seed;
}

/** Low half of `hash(value)`; throws the TypeError of an unhashable value. */
export function hash(value: Value): number {
  switch (typeof value) {
    case 'number':
      return hashInteger(value);
    case 'string':
      return hashString(value);
    case 'boolean':
      high = 0;
      return value ? 1 : 0;
    case 'bigint':
      return hashBigInt(value);
    default:
      return value === null ? hashIdentity(NONE_TOKEN) : hashObject(value);
  }
}

/** `hash(value)` as a Python int. */
export function hashValue(value: Value): number | bigint {
  const low = hash(value);
  return join(low, high);
}

function join(low: number, upper: number): number | bigint {
  const n = (BigInt(upper) << 32n) | BigInt(low >>> 0);
  return n >= -9007199254740991n && n <= 9007199254740991n ? Number(n) : n;
}

const NONE_TOKEN = {};

function hashInteger(n: number): number {
  if (n === -1) {
    high = -1;
    return -2;
  }
  high = Math.floor(n / 4294967296) | 0;
  return n | 0;
}

const PRIME = (1n << 61n) - 1n;

function hashBigInt(n: bigint): number {
  let h = n < 0n ? -(-n % PRIME) : n % PRIME;
  if (h === -1n) h = -2n;
  high = Number(BigInt.asIntN(32, h >> 32n));
  return Number(BigInt.asIntN(32, h));
}

let text = '';

/** Little-endian word of `count` Latin-1 characters of `text`. */
function wordOfLatin1(offset: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= text.charCodeAt(offset + i) << (8 * i);
  return word;
}

let encoded: Uint8Array = new Uint8Array(0);

function wordOfBytes(offset: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= encoded[offset + i] << (8 * i);
  return word;
}

function hashString(s: string): number {
  seedUsed.yes = true;
  let low: number;
  let widest = 0;
  for (let i = 0; i < s.length; i++) {
    const code = s.charCodeAt(i);
    if (code > widest) widest = code;
  }
  if (s.length > 64) charge(s.length >> 4);
  if (widest < 256) {
    text = s;
    low = sip.hash(s.length, wordOfLatin1);
  } else {
    encoded = encodeWide(s);
    low = sip.hash(encoded.length, wordOfBytes);
  }
  high = sip.high;
  return low;
}

/** CPython's internal array of a string that is not Latin-1: two bytes a character, or four when one is astral. */
function encodeWide(s: string): Uint8Array {
  const points = Array.from(s, (c) => c.codePointAt(0)!);
  const width = points.some((point) => point > 0xffff) ? 4 : 2;
  const bytes = new Uint8Array(points.length * width);
  points.forEach((point, i) => {
    for (let j = 0; j < width; j++) bytes[i * width + j] = (point >>> (8 * j)) & 0xff;
  });
  return bytes;
}

function hashObject(value: PyObject): number {
  if (value instanceof PyTuple) return hashTuple(value.items);
  if (value instanceof PyFloat) return hashFloat(value.v, value);
  if (value instanceof PyInstance) return hashInstance(value);
  if (value instanceof PyFrozenSet) return hashFrozenSet(value);
  if (value instanceof PyBytes) {
    if (typeOf(value).name !== 'bytes') unhashable(value);
    encoded = value.data;
    seedUsed.yes = true;
    const low = sip.hash(encoded.length, wordOfBytes);
    high = sip.high;
    return low;
  }
  if (value instanceof PyComplex) {
    const real = hashFloat(value.re, value);
    const realHash = BigInt.asUintN(64, BigInt(join(real, high)));
    const imaginary = hashFloat(value.im, value);
    const imaginaryHash = BigInt.asUintN(64, BigInt(join(imaginary, high)));
    return splitWord(realHash + imaginaryHash * 1000003n);
  }
  if (value instanceof PyRange) {
    const { length, start, step } = value;
    return hashTuple([length, length > 0 ? start : null, length > 1 ? step : null]);
  }
  if (value instanceof PyBoundMethod) {
    const selfLow = hashIdentity(value.self === null || typeof value.self !== 'object' ? NONE_TOKEN : value.self);
    const selfHigh = high;
    const low = hash(value.func) ^ selfLow;
    high ^= selfHigh;
    return low;
  }
  if (value.hashAs !== undefined) {
    const standIn = value.hashAs();
    return standIn === null ? unhashable(value) : hash(standIn);
  }
  if (UNHASHABLE.has(value.cls.name)) unhashable(value);
  return hashIdentity(value);
}

const UNHASHABLE = new Set([
  'list',
  'dict',
  'set',
  'slice',
  'bytearray',
  'defaultdict',
  'Counter',
  'OrderedDict',
  'ChainMap',
  'dict_keys',
  'dict_items',
  'odict_keys',
  'odict_items',
]);

function unhashable(value: Value): never {
  typeError(`unhashable type: '${typeOf(value).shownName}'`);
}

function splitWord(word: bigint): number {
  const signed = BigInt.asIntN(64, word) === -1n ? -2n : word;
  high = Number(BigInt.asIntN(32, signed >> 32n));
  return Number(BigInt.asIntN(32, signed));
}

function hashInstance(value: PyInstance): number {
  const method = value.cls.lookup('__hash__');
  if (method === null) unhashable(value);
  if (method !== undefined && typeof method === 'object' && method.cls.name === 'function') {
    const result = call(method, [value]);
    if (typeof result === 'number') return hashInteger(result);
    if (typeof result === 'boolean') return hash(result);
    if (typeof result === 'bigint') return hashBigInt(result);
    typeError('__hash__ method should return an integer');
  }
  const { payload } = value;
  if (payload === undefined) return hashIdentity(value);
  if (payload instanceof PyObject && UNHASHABLE.has(payload.cls.name)) unhashable(value);
  return hash(payload);
}

/** Hash of an object that is equal only to itself: CPython's comes from its address, ours from the order of asking. */
function hashIdentity(object: object): number {
  seedUsed.yes = true;
  identityCounted.yes = true;
  let mixed = Math.imul(identityOf(object) ^ Math.imul(sipSeed, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  high = 0;
  return mixed ^ (mixed >>> 16);
}

/** `id()`: the identity of an object, other for each seed. */
export function hashAddress(object: object): number {
  seedUsed.yes = true;
  identityCounted.yes = true;
  return identityOf(object) + sipSeed * 4096;
}

const scratchFloat = new DataView(new ArrayBuffer(8));

function hashFloat(v: number, owner: PyObject): number {
  if (Number.isInteger(v)) return Number.isSafeInteger(v) ? hashInteger(v) : hashBigInt(BigInt(v));
  if (Number.isNaN(v)) return hashIdentity(owner);
  if (v === Infinity || v === -Infinity) {
    high = v > 0 ? 0 : -1;
    return v > 0 ? 314159 : -314159;
  }
  // v = mantissa * 2^exponent; 2^61 ≡ 1 modulo the prime, so a power of two is a rotation.
  scratchFloat.setFloat64(0, Math.abs(v));
  const bits = scratchFloat.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const mantissa = biased === 0 ? bits & 0xfffffffffffffn : (bits & 0xfffffffffffffn) | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  const shift = BigInt(((exponent % 61) + 61) % 61);
  let h = (mantissa << shift) % PRIME;
  if (v < 0) h = -h;
  if (h === -1n) h = -2n;
  high = Number(BigInt.asIntN(32, h >> 32n));
  return Number(BigInt.asIntN(32, h));
}

/** `tuplehash`: the xxHash rounds of CPython 3.8 and later. */
function hashTuple(items: readonly Value[]): number {
  enterRecursion(' while hashing an object');
  // acc = XXPRIME_5
  let low = 0x165667c5 | 0;
  let upper = 0x27d4eb2f | 0;
  for (const item of items) {
    const laneLow = hash(item);
    // acc += lane * XXPRIME_2
    multiply(laneLow, high, 0x27d4eb4f, 0xc2b2ae3d);
    const sum = (low >>> 0) + (productLow >>> 0);
    upper = (upper + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
    low = sum | 0;
    // rotate left by 31, then acc *= XXPRIME_1
    multiply((low << 31) | (upper >>> 1), (upper << 31) | (low >>> 1), 0x85ebca87, 0x9e3779b1);
    low = productLow;
    upper = productHigh;
  }
  leaveRecursion();
  // acc += len ^ (XXPRIME_5 ^ 3527539)
  const sum = (low >>> 0) + ((items.length ^ 0x165667c5 ^ 3527539) >>> 0);
  upper = (upper + 0x27d4eb2f + (sum > 0xffffffff ? 1 : 0)) | 0;
  low = sum | 0;
  if (low === -1 && upper === -1) {
    high = 0;
    return 1546275796;
  }
  high = upper;
  return low;
}

let productLow = 0;
let productHigh = 0;

/** 64-bit product of two numbers in halves, modulo 2^64. */
function multiply(al: number, ah: number, bl: number, bh: number): void {
  const a0 = al & 0xffff;
  const a1 = al >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const p00 = Math.imul(a0, b0) >>> 0;
  const p01 = Math.imul(a0, b1) >>> 0;
  const p10 = Math.imul(a1, b0) >>> 0;
  const p11 = Math.imul(a1, b1) >>> 0;
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  productLow = (p00 & 0xffff) | (middle << 16);
  productHigh = (p11 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16) + Math.imul(al, bh) + Math.imul(ah, bl)) | 0;
}
