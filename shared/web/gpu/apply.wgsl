// Lines at the coarse size, interpolated and applied to the full-size guide, within the range of the coarse matte nearby
// (shared/matting/guided-filter.ts). The matte has one byte a pixel: four pixels a point.

struct Params { coarseWidth: u32, coarseHeight: u32, width: u32, height: u32, span: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> lines: array<vec4f>;
@group(0) @binding(2) var<storage, read> range: array<vec4f>;
@group(0) @binding(3) var<storage, read> guide: array<u32>;
@group(0) @binding(4) var<storage, read_write> matte: array<u32>;

fn alphaAt(i: u32) -> f32 {
  let size = vec2f(f32(params.coarseWidth), f32(params.coarseHeight));
  let full = vec2f(f32(params.width), f32(params.height));
  let pixel = vec2f(f32(i % params.width), f32(i / params.width));
  let at = clamp((pixel + 0.5) * size / full - 0.5, vec2f(0), size - 1);
  let near = vec2u(at);
  let far = min(near + 1, vec2u(size) - 1);
  let share = fract(at);
  let a = near.y * params.coarseWidth + near.x;
  let b = near.y * params.coarseWidth + far.x;
  let c = far.y * params.coarseWidth + near.x;
  let d = far.y * params.coarseWidth + far.x;
  let limits = mix(mix(range[a], range[b], share.x), mix(range[c], range[d], share.x), share.y);
  let line = mix(mix(lines[a], lines[b], share.x), mix(lines[c], lines[d], share.x), share.y);
  return clamp(dot(line, vec4f(unpack4x8unorm(guide[i]).rgb, 1)), limits.x, limits.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let word = id.y * params.span + id.x;
  let pixels = params.width * params.height;
  if (id.x >= params.span || word * 4 >= pixels) { return; }
  var alphas = vec4f(0);
  for (var k = 0u; k < min(4, pixels - word * 4); k++) { alphas[k] = alphaAt(word * 4 + k); }
  matte[word] = pack4x8unorm(alphas);
}
