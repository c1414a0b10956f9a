/** A line may not be longer than this: far more than the longest source, so that one too long is refused under its row's id. */
export const MAX_LINE_LENGTH = 16 * 1024 * 1024;

/**
 * The lines of a stream of text, each as soon as it is complete; a line that is too long is given as `undefined`, and no more
 * than its limit is ever held.
 */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let parts: string[] = [];
  let length = 0;
  const take = (): string | undefined => {
    const line = length > MAX_LINE_LENGTH ? undefined : parts.join('');
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      length += end - from;
      if (length <= MAX_LINE_LENGTH) parts.push(chunk.slice(from, end));
      yield take();
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= MAX_LINE_LENGTH) parts.push(chunk.slice(from));
    else parts = [];
  }
  if (length > 0) yield take();
}
