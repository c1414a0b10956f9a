import type { Completion, SampleRequest } from '../languageModel.ts';

/** How many new tokens of a sequence are reported at a time. */
const REPORT_EVERY = 8;

/** A request while it is being completed. */
export class LiveSequence {
  /** Position of the last token in the sequence, prompt included. */
  position: number;
  private readonly tokens: number[] = [];
  private readonly logProbs: number[] = [];
  private readonly entropies: number[] = [];
  private lines = 0;
  private reported = 0;

  constructor(
    readonly index: number,
    readonly request: SampleRequest,
    private readonly lineTokens: ReadonlySet<number> | undefined,
    private readonly context: number,
    private readonly onTokens: ((index: number, tokens: number[]) => void) | undefined,
  ) {
    this.position = request.prompt.length - 1;
  }

  /** Tokens sampled so far: the position in the completion of the next one. */
  get sampled(): number {
    return this.tokens.length;
  }

  get lastToken(): number {
    return this.tokens[this.tokens.length - 1];
  }

  /** Why the sequence ends before its next token, if it does. */
  private ends(): Completion['stopped'] | undefined {
    const { endToken, maxTokens, maxLines } = this.request;
    if (this.sampled > 0 && this.lastToken === endToken) return 'end';
    if (this.lineTokens && maxLines !== undefined && this.sampled > 0 && this.lines >= maxLines) return 'lines';
    if (this.sampled >= maxTokens) return 'length';
    if (this.position + 1 >= this.context) return 'context';
    return undefined;
  }

  /** The completion if the sequence ends before a first token. */
  begin(): Completion | undefined {
    const stopped = this.ends();
    return stopped && this.complete(stopped);
  }

  /** Takes a sampled token; the completion if it was the last. */
  push(token: number, logProb: number, entropy: number): Completion | undefined {
    this.tokens.push(token);
    this.logProbs.push(logProb);
    this.entropies.push(entropy);
    this.position++;
    if (this.lineTokens?.has(token)) this.lines++;
    const stopped = this.ends();
    if (this.onTokens && (stopped || this.sampled - this.reported >= REPORT_EVERY)) {
      this.onTokens(this.index, this.tokens.slice(this.reported));
      this.reported = this.sampled;
    }
    return stopped && this.complete(stopped);
  }

  private complete(stopped: Completion['stopped']): Completion {
    return {
      tokens: Int32Array.from(this.tokens),
      logProbs: Float32Array.from(this.logProbs),
      entropies: Float32Array.from(this.entropies),
      stopped,
    };
  }
}
