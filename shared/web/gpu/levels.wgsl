// A coarse matte with its surely black and white cut off (shared/matting/guided-filter.ts), in all four lanes.

struct Params { width: u32, height: u32, black: f32, white: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> coarse: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let i = id.y * params.width + id.x;
  result[i] = vec4f(saturate((coarse[i] - params.black) / (params.white - params.black)));
}
