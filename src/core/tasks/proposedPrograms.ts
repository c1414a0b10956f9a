import { PythonSyntaxError } from '../python/pythonSyntaxError.ts';
import type { HeldOutTask } from './heldOut.ts';
import { programFacts } from './programFacts.ts';

/** How the programs of a cell of held-out tasks overlap with proposed ones. */
export interface Overlap {
  /** Held-out tasks of the cell. */
  n: number;
  /** Those whose program was proposed with the same text, and with the same canonical text. */
  exact: number;
  normalized: number;
  /** Those left out of the reported figures. */
  takenOut: number;
}

/** Every program that was proposed in a run, accepted or not, to count held-out programs among them. */
export class ProposedPrograms {
  private readonly texts = new Set<string>();
  private readonly canonical = new Set<string>();
  private readonly pairs = new Set<string>();

  /** Notes a proposal; a text that is not Python is no program. */
  add(program: string, inputs: readonly string[]): void {
    try {
      const { canonical } = programFacts(program);
      this.texts.add(program);
      this.canonical.add(canonical);
      for (const input of inputs) this.pairs.add(`${canonical}\n${input}`);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
    }
  }

  /**
   * Whether and how a held-out task was proposed. It is taken out when its canonical program was; at depths that warm-up showed, where a
   * language has so few programs that all get proposed, when the program was proposed with one of the task's inputs.
   */
  overlap(
    { task, depth }: HeldOutTask,
    warmupDepth: number,
  ): { exact: boolean; normalized: boolean; takenOut: boolean } {
    const { canonical } = programFacts(task.program);
    const normalized = this.canonical.has(canonical);
    return {
      exact: this.texts.has(task.program),
      normalized,
      takenOut:
        depth > warmupDepth ? normalized : task.inputs.some((input) => this.pairs.has(`${canonical}\n${input}`)),
    };
  }
}
