import { CompletionBuilder } from '../completionBuilder.ts';
import type { Completion, SampleRequest } from '../languageModel.ts';

/** How many new tokens of a sequence are reported at a time. */
const REPORT_EVERY = 8;

/** A request while it is being completed. */
export class LiveSequence {
  /** Position of the last token in the sequence, prompt included. */
  position: number;
  lastToken = -1;
  /** Tokens sampled so far: the position in the completion of the next one. */
  sampled = 0;
  private readonly builder: CompletionBuilder;

  constructor(
    readonly index: number,
    readonly request: SampleRequest,
    context: number,
    private readonly onTokens: ((index: number, tokens: number[]) => void) | undefined,
  ) {
    this.position = request.prompt.length - 1;
    this.builder = new CompletionBuilder(request, context);
  }

  /** The completion, once the sequence has ended. */
  get completion(): Completion | undefined {
    return this.builder.done ? this.builder.finish() : undefined;
  }

  /** Takes a sampled token. */
  push(token: number, logProb: number, entropy: number): void {
    this.builder.add(token, logProb, entropy);
    this.lastToken = token;
    this.position++;
    this.sampled++;
    if (this.onTokens && (this.builder.done || this.sampled % REPORT_EVERY === 0)) {
      this.onTokens(this.index, this.builder.takeNew());
    }
  }
}
