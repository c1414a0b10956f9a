import { expect, it } from 'vitest';
import { MAX_LINE_LENGTH, readLines } from './readLines.ts';

async function linesOf(...chunks: string[]): Promise<(string | undefined)[]> {
  async function* stream() {
    yield* chunks;
  }
  const lines: (string | undefined)[] = [];
  for await (const line of readLines(stream())) lines.push(line);
  return lines;
}

it('joins lines that come in pieces', async () => {
  expect(await linesOf('a', 'b\nc\n\nd', 'e')).toEqual(['ab', 'c', '', 'de']);
  expect(await linesOf()).toEqual([]);
});

it('gives a line that is too long as undefined and goes on', async () => {
  const half = 'x'.repeat(MAX_LINE_LENGTH / 2);
  expect(await linesOf(half, half, 'x\nnext\n')).toEqual([undefined, 'next']);
  expect(await linesOf(half, half, '\nnext')).toEqual([half + half, 'next']);
  expect(await linesOf(`${half}${half}xx`)).toEqual([undefined]);
});
