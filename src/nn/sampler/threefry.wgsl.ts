/** WGSL of Threefry-2x32-20, the same bits as `threefry2x32` of core/rng.ts. */
export const THREEFRY = /* wgsl */ `
fn threefry_round(x : vec2<u32>, rotation : u32) -> vec2<u32> {
  let sum = x.x + x.y;
  return vec2<u32>(sum, ((x.y << rotation) | (x.y >> (32u - rotation))) ^ sum);
}

fn threefry2x32(key : vec2<u32>, counter : vec2<u32>) -> vec2<u32> {
  let k = array<u32, 3>(key.x, key.y, 0x1bd11bdau ^ key.x ^ key.y);
  let rotations = array<u32, 8>(13u, 15u, 26u, 6u, 17u, 29u, 16u, 24u);
  var x = counter + key;
  for (var group = 0u; group < 5u; group++) {
    for (var i = 0u; i < 4u; i++) {
      x = threefry_round(x, rotations[(group & 1u) * 4u + i]);
    }
    x = x + vec2<u32>(k[(group + 1u) % 3u], k[(group + 2u) % 3u] + group + 1u);
  }
  return x;
}

// As uniformAt of core/rng.ts: (0, 1) with 23 random bits.
fn uniform_at(key : vec2<u32>, item : u32, position : u32) -> f32 {
  return (f32(threefry2x32(key, vec2<u32>(item, position)).x >> 9u) + 0.5) * exp2(-23.0);
}
`;
