import { charge } from '../budget.ts';

const CHUNK = 4096;

/** One character, of code 0 to 255, for each byte. */
export function textOfBytes(data: Uint8Array): string {
  charge(data.length >> 4);
  let text = '';
  for (let i = 0; i < data.length; i += CHUNK) text += String.fromCharCode(...data.subarray(i, i + CHUNK));
  return text;
}

/** The reverse of `textOfBytes`. */
export function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
