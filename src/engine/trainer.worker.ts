import build from '../../package.json' with { type: 'json' };
import type { BaseFiles } from '../nn/checkpoint/checkpoint.ts';
import { createJudgePool } from './judge/judgePool.ts';
import type { Command } from './protocol.ts';
import { Trainer } from './trainer.ts';

/** A file that the app itself serves; undefined when it is not there. */
async function fetchFile(path: string): Promise<Uint8Array | undefined> {
  const response = await fetch(
    new URL(`${import.meta.env.BASE_URL}${path}`, self.location.href.replace(/assets\/[^/]*$/, '')),
  );
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

async function loadShipped(name: string): Promise<BaseFiles | undefined> {
  const [config, weights] = await Promise.all(
    ['config.json', 'model.safetensors'].map((file) => fetchFile(`checkpoints/${name}/${file}`)),
  );
  return config && weights
    ? { 'config.json': new TextDecoder().decode(config), 'model.safetensors': weights }
    : undefined;
}

const trainer = new Trainer({
  post: (report) => self.postMessage(report),
  makeJudge: createJudgePool,
  loadShipped,
  build: build.version,
});

self.onmessage = (event: MessageEvent<Command>) => trainer.handle(event.data);
