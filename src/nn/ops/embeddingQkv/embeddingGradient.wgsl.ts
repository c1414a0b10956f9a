import { type Dimensions, THREADS } from '../../gpu/dimensions.ts';
import { partLength4 } from '../../gpu/gradientParts.ts';
import { four, header, tile } from '../header.wgsl.ts';

/** The embedding's two gradients: as output projection (at its place), and as input (after all parameters). */
export function embeddingGradientKernel(dimensions: Dimensions): string {
  return /* wgsl */ `${header(dimensions)}
const PART4 = ${partLength4(dimensions.shape)}u;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) t : u32) {
  let across = (D4 + 7u) / 8u;
  let tile_index = batch.first + group.x;
  let v4 = (tile_index / across) * 8u + t / 8u;
  let i4 = (tile_index % across) * 8u + t % 8u;
  if (v4 >= V4 || i4 >= D4) { return; }
  let share = (batch.tokens + batch.parts - 1u) / batch.parts;
  let end = min((group.y + 1u) * share, batch.tokens);
  ${tile('a')}
  ${tile('b')}
  for (var n = group.y * share; n < end; n++) {
    let g = act[logits_at(n) + v4];
    let x = act[residual_at(LAYERS, n) + i4] * scalars[rms_at(2u * LAYERS, n)];
    a0 += g.x * x;
    a1 += g.y * x;
    a2 += g.z * x;
    a3 += g.w * x;
    let token = token_of(n);
    if (token / 4u == v4) {
      let dx = act[d_residual_at(0u, n) + i4];
      let hit = token % 4u;
      ${four((j) => `if (hit == ${j}u) { b${j} += dx; }`)}
    }
  }
  ${four(
    (j) => `
  if (4u * v4 + ${j}u < V) {
    let place = (4u * v4 + ${j}u) * D4 + i4;
    let output = group.y * PART4 + EMBED + place;
    let input = group.y * PART4 + PARAMETERS4 + place;
    gradients[output] = select(a${j}, a${j} + gradients[output], batch.accumulate == 1u);
    gradients[input] = select(b${j}, b${j} + gradients[input], batch.accumulate == 1u);
  }`,
  )}
}`;
}
