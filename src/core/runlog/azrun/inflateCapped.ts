import { Inflate } from 'fflate';

/** Compressed bytes given to the inflater at once: deflate grows at most 1032-fold, so a bomb is noticed within about a megabyte. */
const SLICE = 1024;

export interface Inflated {
  bytes: Uint8Array;
  /** What stopped it early: the data ended or made no sense (`damaged`), or there was more than allowed (`large`). */
  stopped?: 'damaged' | 'large';
}

/** Inflates raw deflate data to at most `limit` bytes. What came out before an error is kept. Never throws. */
export function inflateCapped(data: Uint8Array, limit: number): Inflated {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let finished = false;
  const inflate = new Inflate((chunk, final) => {
    chunks.push(chunk);
    total += chunk.length;
    finished = final;
  });
  let stopped: Inflated['stopped'];
  try {
    for (let at = 0; at < data.length && total <= limit; at += SLICE) {
      inflate.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
    }
    if (total > limit) stopped = 'large';
    else if (!finished) stopped = 'damaged';
  } catch {
    stopped = 'damaged';
  }
  const bytes = new Uint8Array(Math.min(total, limit));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, Math.max(0, limit - at)), at);
    at = Math.min(limit, at + chunk.length);
  }
  return stopped ? { bytes, stopped } : { bytes };
}
