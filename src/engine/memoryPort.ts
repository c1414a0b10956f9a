import type { Config } from '../core/config/schema.ts';
import { type DeviceReport, probeDevice } from '../nn/device.ts';
import { runMemory } from './runMemory.ts';

/** What a run would need, in words, and whether it could begin here. */
export interface MemoryNeed {
  sentence: string;
  fits: boolean;
}

const devices = new Map<Config['backend'], Promise<DeviceReport>>();

/** How much memory a run with these settings would need on this machine, before anything is started: what the run itself says when it begins. */
export async function memoryNeed(config: Config): Promise<MemoryNeed> {
  const { backend } = config;
  try {
    const device = devices.get(backend) ?? probeDevice(backend);
    devices.set(backend, device);
    return { sentence: runMemory(config, await device), fits: true };
  } catch (error) {
    return { sentence: error instanceof Error ? error.message : String(error), fits: false };
  }
}
