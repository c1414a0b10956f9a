import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, schema } from '../core/config/schema.ts';
import { type BaseFiles, importCheckpoint } from '../nn/checkpoint/checkpoint.ts';
import { configuredShape } from '../nn/configuredShape.ts';

/** Folder of the shipped checkpoints. */
export const SHIPPED = fileURLToPath(new URL('../../public/checkpoints', import.meta.url));

/** A checkpoint's files. @throws Error with a sentence when one is missing. */
export function readCheckpointFolder(folder: string): BaseFiles {
  const read = (name: string) => {
    const path = join(folder, name);
    if (!existsSync(path))
      throw new Error(
        `There is no ${name} in ${folder}. A checkpoint is a folder with config.json and model.safetensors.`,
      );
    return new Uint8Array(readFileSync(path));
  };
  return {
    'config.json': new TextDecoder().decode(read('config.json')),
    'model.safetensors': read('model.safetensors'),
  };
}

/** The language that a checkpoint was warmed up in, as its facts.json says; level 1 where it says nothing. */
export function checkpointLanguage(folder: string): Config['language'] {
  const path = join(folder, 'facts.json');
  const named: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).language : undefined;
  return schema.language.options.find(({ value }) => value === named)?.value ?? 'lists';
}

/** A shipped checkpoint by name, or undefined when there is none. */
export async function readShippedCheckpoint(name: string): Promise<BaseFiles | undefined> {
  const folder = join(SHIPPED, name);
  return existsSync(join(folder, 'model.safetensors')) ? readCheckpointFolder(folder) : undefined;
}

/** Weights of a checkpoint for the model of a config. @throws Error with a sentence when it is of another size. */
export function readWeights(files: BaseFiles, config: Config): Float32Array {
  return importCheckpoint(configuredShape(config), files);
}

/** Writes files into a folder, which is made when it is not there. */
export function writeFolder(folder: string, files: Record<string, Uint8Array | string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
