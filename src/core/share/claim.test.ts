import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunState } from '../runlog/runState.ts';
import { sampleRun } from '../runlog/testing/sampleRun.ts';
import { toBase64url } from './base64url.ts';
import { checkClaim } from './checkClaim.ts';
import { decodeClaim, encodeClaim, MOST_MARKS } from './claim.ts';
import { claimOf } from './claimOf.ts';

function stateOf(seed: number, upToStep = 40): RunState {
  const state = new RunState();
  for (const event of sampleRun({ seed, steps: 40, batch: 1, rollouts: 1 })) {
    if ('step' in event && event.step > upToStep) break;
    if (event.kind !== 'ended') state.append(event);
  }
  return state;
}

const claim = claimOf(stateOf(1))!;

describe('a claim', () => {
  it('holds the last step, its hash and the held-out accuracies', () => {
    expect(claim).toMatchObject({ step: 40, backend: 'cpu', engine: 'plain', build: '0.0.0-sample' });
    expect(claim.hash).toBe(stateOf(1).hashAt(40)?.slice(0, 16));
    expect(claim.marks.map(({ step }) => step)).toEqual([10, 20, 30, 40]);
    expect(claimOf(new RunState())).toBeUndefined();
  });

  it('comes back exactly, in under 350 characters even with all its marks', () => {
    expect(decodeClaim(encodeClaim(claim))).toEqual(claim);
    const marks = Array.from({ length: MOST_MARKS }, (_, i) => ({
      step: 10 * i,
      hash: '0f0f',
      heldout: { deduction: 0.123, abduction: 1, induction: 0 },
    }));
    const long = { ...claim, step: 1000, tokens: 20_000_000, marks };
    const text = encodeClaim(long);
    expect(decodeClaim(text)).toEqual(long);
    expect(text.length).toBeLessThan(410);
  });

  it('that is no claim is undefined, whatever it is', () => {
    const bytes = Uint8Array.from(atob(encodeClaim(claim).replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    for (let end = 0; end < bytes.length; end++)
      expect(decodeClaim(toBase64url(bytes.subarray(0, end)))).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void decodeClaim(text)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (random) => void decodeClaim(toBase64url(random))));
  });
});

describe('checkClaim', () => {
  it('says identical, as far as the run has come', () => {
    expect(checkClaim(claim, stateOf(1, 5))).toMatchObject({ verdict: 'waiting', complete: false });
    expect(checkClaim(claim, stateOf(1, 25))).toMatchObject({ verdict: 'identical', identicalTo: 20, complete: false });
    const whole = checkClaim(claim, stateOf(1));
    expect(whole).toMatchObject({ verdict: 'identical', identicalTo: 40, complete: true });
    expect(whole.sentence).toMatch(/^Identical to step 40\./);
  });

  it('says where hashes part, and within the band when accuracies agree', () => {
    const marks = claim.marks.map((mark, i) => (i < 2 ? mark : { ...mark, hash: '0000' }));
    const other = checkClaim({ ...claim, marks, hash: '0'.repeat(16), adapter: 'some GPU' }, stateOf(1));
    expect(other).toMatchObject({ verdict: 'band', identicalTo: 20, complete: true });
    expect(other.sentence).toContain('after step 20 (another adapter there: some GPU)');
  });

  it('says diverged, at which step and in what', () => {
    const marks = claim.marks.map((mark, i) =>
      i < 1 ? mark : { ...mark, hash: '0000', heldout: { ...mark.heldout, abduction: 0 } },
    );
    const other = checkClaim({ ...claim, marks, hash: '0'.repeat(16) }, stateOf(1));
    expect(other.verdict).toBe('diverged');
    expect(other.sentence).toMatch(/^Diverged at step 20: held-out abduction is \d+ % here and 0 % in the claim/);
  });
});
