import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkpointName, shippedBases } from '../core/config/baseModel.ts';
import { defaultConfig } from '../core/config/schema.ts';
import { checkpointLanguage, readShippedCheckpoint, readWeights, SHIPPED } from './checkpointFolder.ts';

const MOST_BYTES = 4e6;

it.each(shippedBases)(
  'the shipped base of $language, $modelSize is there, small, with a card, and loads',
  async (base) => {
    const name = checkpointName(base);
    const files = await readShippedCheckpoint(name);
    expect(files, name).toBeDefined();
    if (!files) return;
    expect(readWeights(files, { ...defaultConfig(), ...base }).length).toBeGreaterThan(10_000);
    expect(files['model.safetensors'].length).toBeLessThan(MOST_BYTES);
    expect(statSync(join(SHIPPED, name, 'README.md')).size).toBeGreaterThan(500);
    expect(checkpointLanguage(join(SHIPPED, name))).toBe(base.language);
  },
);
