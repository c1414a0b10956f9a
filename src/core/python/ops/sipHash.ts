/**
 * SipHash-1-3 (Aumasson, Bernstein 2012; the variant with one compression and three final rounds), CPython 3.11's hash
 * of `str` and `bytes`, in 32-bit halves because JavaScript's bigints are too slow here.
 */
export class SipHash {
  /** High half of the last hash. */
  high = 0;
  private readonly k0l: number;
  private readonly k0h: number;
  private readonly k1l: number;
  private readonly k1h: number;

  /** @param seed PYTHONHASHSEED: 0 gives the zero key, others the key that CPython derives (`lcg_urandom`). */
  constructor(seed: number) {
    const bytes = new Uint8Array(16);
    if (seed !== 0) {
      let x = seed >>> 0;
      for (let i = 0; i < 16; i++) {
        x = (Math.imul(x, 214013) + 2531011) >>> 0;
        bytes[i] = (x >>> 16) & 0xff;
      }
    }
    const words = new DataView(bytes.buffer);
    this.k0l = words.getInt32(0, true);
    this.k0h = words.getInt32(4, true);
    this.k1l = words.getInt32(8, true);
    this.k1h = words.getInt32(12, true);
  }

  /**
   * Hashes `length` bytes given by `byteAt`; sets `high`.
   * @returns the low half, as a signed 32-bit integer. An empty input hashes to 0 and −1 becomes −2, as in CPython.
   */
  hash(length: number, wordAt: (offset: number, count: number) => number): number {
    if (length === 0) {
      this.high = 0;
      return 0;
    }
    let v0l = this.k0l ^ 0x70736575;
    let v0h = this.k0h ^ 0x736f6d65;
    let v1l = this.k1l ^ 0x6e646f6d;
    let v1h = this.k1h ^ 0x646f7261;
    let v2l = this.k0l ^ 0x6e657261;
    let v2h = this.k0h ^ 0x6c796765;
    let v3l = this.k1l ^ 0x79746573;
    let v3h = this.k1h ^ 0x74656462;
    const blocks = length >> 3;
    // Blocks, the last partial block with the length in its top byte, then three final rounds.
    for (let round = 0; round < blocks + 4; round++) {
      let ml = 0;
      let mh = 0;
      if (round < blocks) {
        ml = wordAt(round * 8, 4);
        mh = wordAt(round * 8 + 4, 4);
      } else if (round === blocks) {
        const rest = length & 7;
        ml = wordAt(round * 8, Math.min(rest, 4));
        mh = (rest > 4 ? wordAt(round * 8 + 4, rest - 4) : 0) | (length << 24);
      } else if (round === blocks + 1) {
        v2l ^= 0xff;
      }
      v3l ^= ml;
      v3h ^= mh;

      let sum = (v0l >>> 0) + (v1l >>> 0);
      v0h = (v0h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v0l = sum | 0;
      let t = v1l;
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = ((v1h << 13) | (t >>> 19)) ^ v0h;
      t = v0l;
      v0l = v0h;
      v0h = t;
      sum = (v2l >>> 0) + (v3l >>> 0);
      v2h = (v2h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v2l = sum | 0;
      t = v3l;
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = ((v3h << 16) | (t >>> 16)) ^ v2h;
      sum = (v0l >>> 0) + (v3l >>> 0);
      v0h = (v0h + v3h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v0l = sum | 0;
      t = v3l;
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = ((v3h << 21) | (t >>> 11)) ^ v0h;
      sum = (v2l >>> 0) + (v1l >>> 0);
      v2h = (v2h + v1h + (sum > 0xffffffff ? 1 : 0)) | 0;
      v2l = sum | 0;
      t = v1l;
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = ((v1h << 17) | (t >>> 15)) ^ v2h;
      t = v2l;
      v2l = v2h;
      v2h = t;

      v0l ^= ml;
      v0h ^= mh;
    }
    let low = v0l ^ v1l ^ v2l ^ v3l;
    this.high = v0h ^ v1h ^ v2h ^ v3h;
    if (low === -1 && this.high === -1) low = -2;
    return low;
  }
}
