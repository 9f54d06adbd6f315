// Puts each line, of given slopes, through the pixel's own colour and alpha (shared/matting/guided-filter.ts).

struct Params { width: u32, height: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> alpha: array<vec4f>;
@group(0) @binding(2) var<storage, read> guide: array<u32>;
@group(0) @binding(3) var<storage, read> slopes: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> lines: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let i = id.y * params.width + id.x;
  let slope = slopes[i].xyz;
  lines[i] = vec4f(slope, alpha[i].x - dot(slope, unpack4x8unorm(guide[i]).rgb));
}
