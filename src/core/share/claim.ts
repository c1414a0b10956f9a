import { type TaskType, taskTypes } from '../tasks/taskType.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/** What a claim link says about a run: small enough for a link, enough to check it and to draw a ghost of its curves. */
export interface Claim {
  /** Last step, and the first 16 hexadecimal digits of the trajectory hash after it. */
  step: number;
  hash: string;
  backend: 'webgpu' | 'wasm' | 'cpu';
  engine: 'plain' | 'fused';
  build: string;
  adapter: string;
  /** Tokens sampled and trained. */
  tokens: number;
  /** Evaluations, at most `MOST_MARKS`, rising by step. */
  marks: ClaimMark[];
}

export interface ClaimMark {
  step: number;
  /** First four hexadecimal digits of the trajectory hash after the step. */
  hash: string;
  /** Held-out accuracy, to three decimals; absent for a task type that was not evaluated. */
  heldout: Partial<Record<TaskType, number>>;
}

export const MOST_MARKS = 24;
const FORMAT = 1;
const ABSENT = 0xffff;
const backends = ['webgpu', 'wasm', 'cpu'] as const;
const engines = ['plain', 'fused'] as const;

/** The value of `r` in a link. */
export function encodeClaim(claim: Claim): string {
  const out = [FORMAT, backends.indexOf(claim.backend), engines.indexOf(claim.engine)];
  pushVarint(out, claim.step);
  out.push(...hexBytes(claim.hash.slice(0, 16)));
  pushText(out, claim.build, 24);
  pushText(out, claim.adapter, 64);
  pushVarint(out, claim.tokens);
  const marks = claim.marks.slice(0, MOST_MARKS);
  out.push(marks.length);
  let before = 0;
  for (const { step, hash, heldout } of marks) {
    pushVarint(out, step - before);
    before = step;
    out.push(...hexBytes(hash.slice(0, 4)));
    for (const type of taskTypes) {
      const value = heldout[type];
      const parts = value === undefined ? ABSENT : Math.round(value * 1000);
      out.push(parts >> 8, parts & 255);
    }
  }
  return toBase64url(Uint8Array.from(out));
}

/** Reads the value of `r`; undefined when it is no claim that can be read. */
export function decodeClaim(text: string): Claim | undefined {
  if (text.length > 2000) return undefined;
  const bytes = fromBase64url(text);
  if (!bytes) return undefined;
  try {
    return readClaim(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readClaim(input: ByteReader): Claim | undefined {
  if (input.byte() !== FORMAT) return undefined;
  const backend = backends[input.byte()];
  const engine = engines[input.byte()];
  if (!backend || !engine) return undefined;
  const step = input.varint();
  const hash = input.hex(8);
  const build = input.text();
  const adapter = input.text();
  const tokens = input.varint();
  const count = input.byte();
  if (count > MOST_MARKS) return undefined;
  const marks: ClaimMark[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += input.varint();
    const mark: ClaimMark = { step: at, hash: input.hex(2), heldout: {} };
    for (const type of taskTypes) {
      const parts = input.byte() * 256 + input.byte();
      if (parts <= 1000) mark.heldout[type] = parts / 1000;
      else if (parts !== ABSENT) return undefined;
    }
    marks.push(mark);
  }
  const rising = marks.every((mark, i) => mark.step <= step && (i === 0 || mark.step > marks[i - 1].step));
  return rising ? { step, hash, backend, engine, build, adapter, tokens, marks } : undefined;
}

function pushVarint(out: number[], value: number): void {
  let rest = Math.max(0, Math.round(value));
  while (rest >= 128) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

function pushText(out: number[], text: string, longest: number): void {
  const ascii = text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, longest);
  out.push(ascii.length, ...Array.from(ascii, (character) => character.charCodeAt(0)));
}

function hexBytes(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Reads bytes in order. Every method throws RangeError at the end. */
class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    if (this.at >= this.bytes.length) throw new RangeError('The claim ends too early.');
    return this.bytes[this.at++];
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('A number of the claim is too large.');
  }

  hex(count: number): string {
    return Array.from({ length: count }, () => this.byte().toString(16).padStart(2, '0')).join('');
  }

  text(): string {
    const codes = Array.from({ length: this.byte() }, () => this.byte());
    return String.fromCharCode(...codes);
  }
}
