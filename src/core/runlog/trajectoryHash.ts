import type { Field } from '../config/field.ts';
import { type Config, configKeys, schema } from '../config/schema.ts';
import { hex, sha256 } from './sha256.ts';

/**
 * What a run did, as one chained hash of 64 hexadecimal digits: h₀ = SHA-256(canonical config), hₛ = SHA-256(hₛ₋₁ ‖ record of step s).
 * The record holds proposals, verdicts, sampled token ids and integer success counts in item order; no floats and no times, so equal
 * trajectories have equal hashes on every machine.
 */

/** h₀: the hash before the first step. */
export function initialHash(config: Config): string {
  return hex(sha256(new TextEncoder().encode(canonicalConfig(config))));
}

/** hₛ from hₛ₋₁ (its 32 bytes, not its digits) and the record of step s (UTF-8). @throws RangeError when `previous` is no hash. */
export function nextHash(previous: string, record: string): string {
  if (!/^[0-9a-f]{64}$/.test(previous)) throw new RangeError('A trajectory hash has 64 hexadecimal digits.');
  const text = new TextEncoder().encode(record);
  const bytes = new Uint8Array(32 + text.length);
  for (let i = 0; i < 32; i++) bytes[i] = Number.parseInt(previous.slice(2 * i, 2 * i + 2), 16);
  bytes.set(text, 32);
  return hex(sha256(bytes));
}

/** The settings that can change a result, as JSON with sorted keys; later ones only where they are not at their default. */
export function canonicalConfig(config: Config): string {
  const fields: Record<string, Field> = schema;
  const keys = configKeys
    .filter((key) => fields[key].changesResult && !(fields[key].later && config[key] === fields[key].default))
    .sort();
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, config[key]])));
}
