import { describe, expect, it } from 'vitest';
import { runRequest } from '../run.ts';

/** Values recorded from CPython 3.11 on 64 bits. */
const HASHES: [string, string][] = [
  ["''", '0'],
  ["'a'", '4644417185603328019'],
  ["'abc'", '-4594863902769663758'],
  ["'hello world'", '-5642461784034726774'],
  ["'é'", '6047309291227476195'],
  ["'日本'", '6243316497235261705'],
  ["'😀'", '-3536540696076613844'],
  ['()', '5740354900026072187'],
  ['(1,)', '-6644214454873602895'],
  ['(1, 2)', '-3550055125485641917'],
  ["('a', 1)", '6955645834154447545'],
  ["((1, 2), 'x')", '3967194666324973740'],
  ['-1', '-2'],
  ['2**61 - 1', '0'],
  ['-2**70', '-512'],
  ['1.5', '1152921504606846977'],
  ['-0.25', '-576460752303423488'],
  ['1e300', '1224995262755759164'],
  ["float('inf')", '314159'],
  ['frozenset([1, 2])', '-1826646154956904602'],
  ["frozenset(['a'])", '-7857795138424989601'],
  ["b'abc'", '-4594863902769663758'],
  ['3 + 4j', '4000015'],
  ['True', '1'],
  ['range(3)', '-8338477496398685190'],
];

describe('hash', () => {
  it.each(HASHES)('of %s with seed 0 is CPython’s', (value, hash) => {
    expect(runRequest({ code: '', call: `hash(${value})` })).toMatchObject({ ok: true, output: hash });
  });

  it('of a string follows another PYTHONHASHSEED', () => {
    const request = { code: '', call: "hash('abc'), list(set('hello world'))", hashSeed: 7 };
    const output = "(-7459679063432183616, ['o', 'w', 'h', 'd', 'r', 'e', 'l', ' '])";
    expect(runRequest(request)).toMatchObject({ ok: true, output });
  });
});
