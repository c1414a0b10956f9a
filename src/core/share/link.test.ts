import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../config/field.ts';
import { findPreset, presetConfig, presetId, presets } from '../config/presets.ts';
import { configKeys, defaultConfig, schema } from '../config/schema.ts';
import { anyValue } from '../config/testing/anyValue.ts';
import { decodeLink, encodeLink, type Link, linkKeys } from './link.ts';

const fields: Record<string, Field> = schema;
const plain: Link = { preset: 'default.1', config: defaultConfig() };

const anyConfig = fc.record(Object.fromEntries(configKeys.map((key) => [key, anyValue(fields[key])]))) as fc.Arbitrary<
  Link['config']
>;

describe('a link', () => {
  it('is short and readable', () => {
    expect(encodeLink(plain)).toBe('#v=1&p=default.1&seed=1');
    const config = { ...defaultConfig(), seed: 7, backend: 'wasm' as const, rollouts: 4, novelty: false };
    expect(encodeLink({ ...plain, config })).toBe('#v=1&p=default.1&seed=7&backend=wasm&novelty=off&rollouts=4');
  });

  it('carries every setting that can change a result', () => {
    const keys = configKeys.filter((key) => schema[key].changesResult);
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) {
      expect(linkKeys as readonly string[]).not.toContain(key);
      fc.assert(
        fc.property(anyValue(fields[key]), (value) => {
          const config = { ...plain.config, [key]: value };
          const reading = decodeLink(encodeLink({ ...plain, config }));
          expect(reading?.link.config).toEqual(config);
          expect(reading?.remarks).toEqual([]);
        }),
        { numRuns: 10 },
      );
    }
  });

  it('gives back what went in', () => {
    const link = fc.record(
      {
        preset: fc.constantFrom(...presets.map(presetId)),
        config: anyConfig,
        view: fc.constantFrom('buffer', 'rewards'),
        at: fc.nat(9999),
        program: fc.record({ program: fc.string(), inputs: fc.array(fc.string(), { maxLength: 4 }) }),
        run: fc.constant('https://example.org/a%20run.azrun?x=1&y=2'),
        embed: fc.constant(true),
      },
      { requiredKeys: ['preset', 'config'] },
    );
    fc.assert(
      fc.property(link, (value) => {
        const reading = decodeLink(encodeLink(value));
        expect(reading?.link).toEqual(value);
        expect(reading?.remarks).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('means the same whatever the newest presets are: it is a difference from a numbered one', () => {
    const paper = findPreset('paper.1')!;
    const reading = decodeLink('#v=1&p=paper.1&seed=3&batch=32');
    expect(reading?.link.config).toEqual({ ...presetConfig(paper), seed: 3, batch: 32 });
    expect(reading?.changes).toEqual([
      { key: 'seed', from: 1, to: 3 },
      { key: 'batch', from: 16, to: 32 },
    ]);
  });
});

describe('decodeLink', () => {
  it('is undefined where there is no link', () => {
    for (const text of ['', '#', '#main']) expect(decodeLink(text)).toBeUndefined();
  });

  it.each([
    ['v=3&seed=2', 'The link was made by a newer build (version 3 of links); what this build knows of it was read.'],
    ['v=x', '"x" is no version of links; it was read as version 1.'],
    ['p=papre.1', 'There is no preset "papre.1"; default.1 is used instead. Did you mean "paper.1"?'],
    ['p=paper.9', 'There is no preset "paper.9"; paper.2 is used instead.'],
    ['p=paper', 'There is no preset "paper"; paper.2 is used instead.'],
    ['p=__proto__', 'There is no preset "__proto__"; default.1 is used instead.'],
    ['bacth=3', 'There is no setting "bacth". Did you mean "batch"?'],
    ['batch=9999', 'Batch per stream (batch) was "9999" and is limited to 64.'],
    ['seed=%E0%A4%A', '"seed=%E0%A4%A" in the link is damaged and was left out.'],
    ['seed=1&seed=2', '"seed" stands in the link twice; the first is used.'],
    ['seed=1&batch', '"batch" in the link is damaged and was left out.'],
    ['view=<script>', 'There is no view "<script>".'],
    ['at=soon', 'at="soon" is no step.'],
    ['embed=yes', 'embed="yes" is neither 0 nor 1.'],
    ['z=!!', 'The program in this link is damaged: it is not base64url.'],
    ['r=AAAA', 'The claim in this link is damaged and was not read. Was the link cut short?'],
    ['run=javascript:alert(1)', 'A run can be loaded from an https address only, and "javascript:alert(1)" is none.'],
    ['run=http://example.org/x', 'A run can be loaded from an https address only, and "http://example.org/x" is none.'],
  ])('%s: %s', (fragment, remark) => {
    expect(decodeLink(`#${fragment}`)?.remarks).toEqual([remark]);
  });

  it('limits what it reads and what it says', () => {
    expect(decodeLink(`#z=${'A'.repeat(300_000)}`)?.remarks).toEqual([
      'The link is longer than 200,000 characters and was not read.',
    ]);
    const many = Array.from({ length: 500 }, (_, i) => `key${i}=1`).join('&');
    expect(decodeLink(`#${many}`)?.remarks).toHaveLength(21);
  });

  it('never throws, and always gives settings that can be used', () => {
    const key = fc.constantFrom(...configKeys, ...linkKeys, 'x', '__proto__', 'constructor');
    const pair = fc.tuple(key, fc.string()).map(([name, value]) => `${name}=${value}`);
    const fragment = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(pair, fc.string())).map((parts) => parts.join('&')),
    );
    fc.assert(
      fc.property(fragment, (text) => {
        const reading = decodeLink(`#${text}`);
        if (reading) expect(decodeLink(encodeLink(reading.link))?.link).toEqual(reading.link);
      }),
      { numRuns: 500 },
    );
  });
});

it('the examples of docs/links.md are links', () => {
  const page = readFileSync(new URL('../../../docs/links.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/`(#v=1&p=[a-z]+\.\d[^`]*)`/g)].map(([, fragment]) => fragment);
  expect(examples).toHaveLength(3);
  for (const fragment of examples) {
    const reading = decodeLink(fragment);
    expect(reading?.remarks).toEqual([]);
    expect(encodeLink(reading!.link)).toBe(fragment);
  }
});

describe('golden links', () => {
  const lines = readFileSync(new URL('./golden.txt', import.meta.url), 'utf8').split('\n');
  const golden = lines.filter((line) => line !== '' && !line.startsWith('//')).map((line) => line.split('\t'));

  it.each(golden)('%s', (fragment, expected) => {
    const reading = decodeLink(fragment);
    const { preset, changes, ...rest } = JSON.parse(expected);
    expect(reading?.remarks).toEqual([]);
    expect(reading?.link.preset).toBe(preset);
    expect(Object.fromEntries((reading?.changes ?? []).map(({ key, to }) => [key, to]))).toEqual(changes);
    expect(reading?.link).toMatchObject(rest);
  });
});
