import type { Config } from '../core/config/schema.ts';
import { configuredShape } from '../nn/configuredShape.ts';
import type { DeviceReport } from '../nn/device.ts';
import { checkMemory } from '../nn/memoryEstimate.ts';

/** Says in a sentence how much memory a run with these settings will need on a device. @throws RangeError with a sentence when it does not fit */
export function runMemory(config: Config, device: Pick<DeviceReport, 'backend' | 'limits' | 'memory'>): string {
  const shape = configuredShape(config);
  const { batch, rollouts, updateSequences, engine } = config;
  return checkMemory(
    shape,
    { ...device, engine },
    { sequences: 3 * batch * rollouts, tokens: updateSequences * shape.context },
  );
}
