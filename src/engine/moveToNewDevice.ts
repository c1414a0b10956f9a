import type { Config } from '../core/config/schema.ts';
import { createModel } from '../nn/createModel.ts';
import { type DeviceReport, probeDevice } from '../nn/device.ts';
import type { Checkpoint } from './checkpoints.ts';
import type { SelfPlay } from './selfplay.ts';

/**
 * Puts a run whose device is lost on a new one, with everything as in the checkpoint.
 * @param begun the settings that the run began with
 * @param tell gets sentences on what is done meanwhile
 */
export async function moveToNewDevice(
  selfPlay: SelfPlay,
  { weights, optimizer, average, snapshot }: Checkpoint,
  begun: Config,
  tell: (sentence: string) => void,
): Promise<DeviceReport> {
  selfPlay.model.dispose();
  const device = await probeDevice(begun.backend);
  const { shape } = selfPlay.model;
  const { engine, pace } = begun;
  const model = await createModel({ shape, weights, backend: device.backend, engine, pace, tell });
  await model.setOptimizer(optimizer);
  selfPlay.model = model;
  selfPlay.average.weights = average?.slice();
  selfPlay.state.restore(snapshot);
  return device;
}
