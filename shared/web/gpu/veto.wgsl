// Alpha times the second lane of a mask of another size, interpolated (shared/person/veto.ts).

struct Params { maskWidth: u32, maskHeight: u32, width: u32, height: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> mask: array<vec4f>;
@group(0) @binding(2) var<storage, read> alpha: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let size = vec2f(f32(params.maskWidth), f32(params.maskHeight));
  let full = vec2f(f32(params.width), f32(params.height));
  let at = clamp((vec2f(id.xy) + 0.5) * size / full - 0.5, vec2f(0), size - 1);
  let near = vec2u(at);
  let far = min(near + 1, vec2u(size) - 1);
  let share = fract(at);
  let above = mix(mask[near.y * params.maskWidth + near.x].y, mask[near.y * params.maskWidth + far.x].y, share.x);
  let below = mix(mask[far.y * params.maskWidth + near.x].y, mask[far.y * params.maskWidth + far.x].y, share.x);
  let i = id.y * params.width + id.x;
  result[i] = alpha[i] * mix(above, below, share.y);
}
