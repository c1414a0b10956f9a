import type { Completion, SampleRequest } from './languageModel.ts';

/** Collects one request's tokens and says when it ends: end token, then lines, then length, then context. */
export class CompletionBuilder {
  private readonly tokens: number[] = [];
  private readonly logProbs: number[] = [];
  private readonly entropies: number[] = [];
  private lines = 0;
  private stopped: Completion['stopped'] | undefined;
  private streamed = 0;

  constructor(
    private readonly request: SampleRequest,
    private readonly context: number,
  ) {
    if (request.maxTokens <= 0) this.stopped = 'length';
    else if (request.prompt.length >= context) this.stopped = 'context';
  }

  get done(): boolean {
    return this.stopped !== undefined;
  }

  /** Most tokens that can still come. */
  get room(): number {
    const { maxTokens, prompt } = this.request;
    return this.done ? 0 : Math.min(maxTokens, this.context - prompt.length) - this.tokens.length;
  }

  /** Adds a sampled token. Tokens after the end are dropped: a device draws a few more before it hears of it. */
  add(token: number, logProb: number, entropy: number): void {
    if (this.done) return;
    const { endToken, lineTokens, maxLines } = this.request;
    this.tokens.push(token);
    this.logProbs.push(logProb);
    this.entropies.push(entropy);
    if (lineTokens?.includes(token)) this.lines++;
    if (token === endToken) this.stopped = 'end';
    else if (maxLines !== undefined && lineTokens && this.lines >= maxLines) this.stopped = 'lines';
    else if (this.room <= 0) this.stopped = this.tokens.length >= this.request.maxTokens ? 'length' : 'context';
  }

  /** Tokens added since the last call. */
  takeNew(): number[] {
    const fresh = this.tokens.slice(this.streamed);
    this.streamed = this.tokens.length;
    return fresh;
  }

  finish(): Completion {
    return {
      tokens: Int32Array.from(this.tokens),
      logProbs: Float32Array.from(this.logProbs),
      entropies: Float32Array.from(this.entropies),
      stopped: this.stopped ?? 'length',
    };
  }
}
