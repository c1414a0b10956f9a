import { describe, expect, it } from 'vitest';
import { modelShape } from '../modelShape.ts';
import { dimensions } from './dimensions.ts';
import { backwardPlan, type Dispatch, forwardPlan, headPlan, stepPlan, submissions, workgroups } from './plan.ts';

const sizes = dimensions(modelShape('small', 253), 32768);
const batch = { from: 0, to: 1000, pairs: 100_000 };
const plan = [
  ...forwardPlan(sizes, batch),
  headPlan(sizes, batch),
  ...backwardPlan(sizes, batch, 4),
  ...stepPlan(sizes, 4),
];
const work = plan.reduce((sum, dispatch) => sum + dispatch.work, 0);

describe('the plan of an update', () => {
  it('has eight dispatches a layer and six more, in one submission where that is quick', () => {
    expect(plan.length).toBe(8 * sizes.shape.layers + 6);
    expect(submissions(plan, work)).toEqual([plan]);
  });

  it('counts about six operations a token and parameter, beside attention', () => {
    const attention = 18 * batch.pairs * sizes.shape.width * sizes.shape.layers;
    const matrices = 6 * 1000 * 4 * sizes.parameters.count4;
    expect((work - attention) / matrices).toBeCloseTo(1, 1);
  });

  it.each([0.3, 0.02, 1e-9])(
    'is cut, at %f of it a submission, into ranges that are all of it in the same order',
    (share) => {
      const most = share * work;
      const cut = submissions(plan, most);
      expect(cut.length).toBeGreaterThanOrEqual(1 / Math.max(share, 2e-3));
      const joined: Dispatch[] = [];
      for (const piece of cut.flat()) {
        const last = joined.at(-1);
        if (last && last.kernel === piece.kernel && last.layer === piece.layer && last.to === piece.from) {
          last.to = piece.to;
          last.work += piece.work;
        } else joined.push({ ...piece });
      }
      expect(joined).toEqual(plan.map((dispatch) => ({ ...dispatch, work: expect.closeTo(dispatch.work, 3) })));
      for (const pieces of cut) {
        expect(new Set(pieces.map(({ from }) => from)).size).toBe(1);
        const together = pieces.reduce((sum, piece) => sum + piece.work, 0);
        if (pieces.length > 1) expect(together).toBeLessThanOrEqual(most * (1 + 1e-9));
      }
    },
  );

  it('has no workgroup in two ranges', () => {
    const whole = plan.reduce((sum, dispatch) => sum + workgroups(sizes, dispatch), 0);
    const pieces = submissions(plan, 1).flat();
    expect(pieces.reduce((sum, piece) => sum + workgroups(sizes, piece), 0)).toBe(whole);
    for (const { kernel, from, to } of pieces) {
      if (kernel === 'mlp' || kernel === 'attention') expect(to - from).toBeLessThanOrEqual(64);
      if (kernel === 'weightGradient') expect(to - from).toBe(1);
    }
  });

  it('begins where its tokens stand', () => {
    const later = forwardPlan(sizes, { from: 500, to: 650, pairs: 10 });
    expect(submissions(later, work)).toEqual([later]);
    const ends = submissions(later, 1)
      .flat()
      .filter(({ kernel, layer }) => kernel === 'qkv' && layer === 0);
    expect(ends.map(({ from, to }) => [from, to])).toEqual([
      [500, 564],
      [564, 628],
      [628, 650],
    ]);
  });
});
