// A picture over white, normalised, NCHW (shared/inference/tensor.ts).

struct Params {
  width: u32, height: u32,
  meanRed: f32, meanGreen: f32, meanBlue: f32,
  stdRed: f32, stdGreen: f32, stdBlue: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> picture: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let i = id.y * params.width + id.x;
  let plane = params.width * params.height;
  let pixel = unpack4x8unorm(picture[i]);
  let mean = vec3f(params.meanRed, params.meanGreen, params.meanBlue);
  let spread = vec3f(params.stdRed, params.stdGreen, params.stdBlue);
  let value = (mix(vec3f(1), pixel.rgb, pixel.a) - mean) / spread;
  result[i] = value.r;
  result[plane + i] = value.g;
  result[2 * plane + i] = value.b;
}
