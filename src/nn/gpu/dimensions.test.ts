import { describe, expect, it } from 'vitest';
import { modelShape } from '../modelShape.ts';
import { dimensions } from './dimensions.ts';

describe('dimensions', () => {
  it.each(['nano', 'small', 'medium', 'large'] as const)('of the %s size fit the least workgroup memory', (size) => {
    const least = dimensions(modelShape(size, 253), 16384);
    const usual = dimensions(modelShape(size, 253), 32768);
    for (const { ROWS, STRIP4 } of [least, usual]) expect(ROWS * STRIP4).toBe(256);
    expect(least.ROWS).toBeLessThanOrEqual(usual.ROWS);
  });

  it('of the huge size need the usual workgroup memory, and are refused in words without it', () => {
    expect(dimensions(modelShape('huge', 253), 32768).ROWS).toBe(4);
    expect(() => dimensions(modelShape('huge', 253), 16384)).toThrow(/bytes of workgroup memory.*smaller model/);
  });

  it('cut the activations into sections that do not overlap', () => {
    const { sections, D4, M4, V4, R4, shape } = dimensions(modelShape('small', 253), 32768);
    const layer = (section: number) => section + (shape.layers - 1) * sections.LAYER;
    const ends = [
      [sections.residual + (shape.layers + 1) * D4, sections.middle],
      [sections.middle + D4, sections.qkv],
      [sections.qkv + 3 * D4, sections.attended],
      [sections.attended + D4, sections.gateUp],
      [sections.gateUp + 2 * M4, sections.gated],
      [sections.gated + M4, sections.middle + sections.LAYER],
      [layer(sections.gated) + M4, sections.dResidual],
      [sections.dResidual + 2 * D4, sections.dMiddle],
      [sections.dMiddle + D4, sections.dAttended],
      [sections.dAttended + D4, sections.dQkv],
      [sections.dQkv + 3 * D4, sections.logits],
      [sections.logits + V4, sections.rotary],
      [sections.rotary + R4, sections.total],
    ];
    for (const [end, next] of ends) expect(end).toBe(next);
  });

  it('refuse in words what the kernels do not have', () => {
    const shape = modelShape('nano', 20);
    expect(() => dimensions({ ...shape, width: 34 }, 32768)).toThrow('a width divisible by 4, not 34');
    expect(() => dimensions({ ...shape, width: 1024 }, 32768)).toThrow('up to 512 wide');
    expect(() => dimensions({ ...shape, heads: 3 }, 32768)).toThrow('heads');
    expect(() => dimensions({ ...shape, width: 512 }, 16384)).toThrow('bytes of workgroup memory');
  });
});
