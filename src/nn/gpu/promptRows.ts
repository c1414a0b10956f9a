import { RowSpace } from './rowSpace.ts';

/** A prompt in the activation buffer. */
export interface Prompt {
  tokens: Int32Array;
  /** Its first row. */
  from: number;
  /** Sequences under way that begin with it. */
  users: number;
}

/** Which prompts stand in which rows of the activation buffer: each once, as long as sequences read it or nobody needs its rows. */
export class PromptRows {
  private readonly known = new Map<string, Prompt>();
  private fresh: Prompt[] = [];
  private readonly space: RowSpace;

  constructor(rows: number) {
    this.space = new RowSpace(rows);
  }

  /** The prompt for one more sequence, or null when it has to wait for others to end. */
  take(tokens: Int32Array): Prompt | null {
    const name = tokens.join();
    let prompt = this.known.get(name);
    if (!prompt) {
      let from = this.space.take(tokens.length);
      if (from === null) {
        this.forgetUnused();
        from = this.space.take(tokens.length);
      }
      if (from === null) return null;
      prompt = { tokens, from, users: 0 };
      this.known.set(name, prompt);
      this.fresh.push(prompt);
    }
    prompt.users++;
    return prompt;
  }

  release(prompt: Prompt): void {
    prompt.users--;
  }

  private forgetUnused(): void {
    for (const [name, { users, from, tokens }] of this.known) {
      if (users > 0) continue;
      this.known.delete(name);
      this.space.give(from, tokens.length);
    }
  }

  /** Prompts that have come since the last call, in runs whose rows follow each other. */
  takeNew(): Prompt[][] {
    const runs: Prompt[][] = [];
    for (const prompt of this.fresh.sort((a, b) => a.from - b.from)) {
      const last = runs.at(-1)?.at(-1);
      if (last && last.from + last.tokens.length === prompt.from) runs.at(-1)?.push(prompt);
      else runs.push([prompt]);
    }
    this.fresh = [];
    return runs;
  }
}
