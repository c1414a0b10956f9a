import { drawMemory, drawToken } from './draw.wgsl.ts';
import { THREEFRY } from './threefry.wgsl.ts';

/** Threads that share one row of logits. */
export const LANES = 64;

/** One workgroup draws one row's token. With masks, of 32 tokens a word, only tokens whose bit is set. */
export const sampler = (masked: boolean) => /* wgsl */ `
${THREEFRY}
${drawMemory(LANES)}

fn main(index : i32) {
  let row = u32(workgroupId.x);
  let lane = u32(localId.x);
  let vocabulary = u32(uniforms.logitsShape.y);
  let offset = row * vocabulary;
  ${masked ? 'let mask = row * u32(uniforms.masksShape.y);' : ''}
  ${drawToken({
    lanes: LANES,
    lane: 'lane',
    vocabulary: 'vocabulary',
    logit: (token) => `logits[offset + ${token}]`,
    allowed: (token) => (masked ? `((u32(masks[mask + ${token} / 32u]) >> (${token} % 32u)) & 1u) == 1u` : 'true'),
    temperature: 'uniforms.temperature',
    topP: 'uniforms.topP',
    limited: masked ? 'true' : 'uniforms.topP < 1.0',
    uniform: 'uniform_at(vec2<u32>(uniforms.key0, uniforms.key1), bitcast<u32>(items[row]), uniforms.position)',
  })}
  if (lane == 0u) {
    result[row * 3u] = f32(token);
    result[row * 3u + 1u] = log_prob;
    result[row * 3u + 2u] = entropy;
  }
}
`;
