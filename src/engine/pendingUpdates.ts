import type { LanguageModel, TrainingBatch, UpdateOptions, UpdateStats } from '../nn/languageModel.ts';

/** Updates that may have been asked for and not told of. */
const MOST_PENDING = 4;

/**
 * Updates of a model that follow one another without waiting for what each has to tell: on a GPU their statistics are read back together, and no
 * update waits for those of the one before.
 */
export class PendingUpdates {
  private readonly results: Promise<UpdateStats>[] = [];

  constructor(private readonly model: LanguageModel) {}

  /**
   * Asks for the next update, once few enough are under way.
   * @param onStats called with its statistics, in the order of the updates
   * @throws what an update that it waits for rejects with
   */
  async begin(batch: TrainingBatch, options: UpdateOptions, onStats?: (stats: UpdateStats) => void): Promise<void> {
    const { results } = this;
    await results[results.length - MOST_PENDING];
    const before = results.at(-1);
    const update = this.model.update(batch, options);
    const result = (async () => {
      await before;
      const stats = await update;
      onStats?.(stats);
      return stats;
    })();
    // Who waits for it may come later than its failure.
    for (const each of [update, result]) each.catch(() => {});
    results.push(result);
  }

  /** The statistics of all updates, in order. @throws what the first that failed rejects with */
  all(): Promise<UpdateStats[]> {
    return Promise.all(this.results);
  }
}
