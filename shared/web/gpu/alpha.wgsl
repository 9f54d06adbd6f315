// Alpha of the mixed band by its colours, with the refined matte as prior (shared/matting/bayesian-alpha.ts). Both mattes have one byte a
// pixel: four pixels a point.

@group(0) @binding(4) var<storage, read_write> result: array<u32>;

fn posterior(pixel: vec2u, prior: f32) -> f32 {
  let foreground = gaussianAt(pixel, 0);
  let background = gaussianAt(pixel, 1);
  let mixed = mixture(prior, foreground, background);
  let d = foreground.mean - background.mean;
  let e = colourAt(pixel).rgb - background.mean;
  let weighted = over(mixed, d);
  let certainty = dot(weighted, d);
  if (!(certainty > 0)) { return prior; }
  let told = dot(weighted, e) / certainty;
  let rest = e - saturate(told) * d;
  let unexplained = dot(rest, over(mixed, rest));
  let weight = certainty / max(1, unexplained / params.expected);
  let deviation = params.deviation * sqrt(4 * prior * (1 - prior)) + params.leastDeviation;
  let trust = 1 / (deviation * deviation);
  return saturate((trust * prior + weight * told) / (trust + weight));
}

/** 0 where a ring around a pixel is whole, 1 where it is broken. */
fn brokenness(pixel: vec2u) -> f32 {
  let far = i32(params.ring);
  let near = i32(params.near);
  let places = array(
    vec2i(-far, 0), vec2i(far, 0), vec2i(0, -far), vec2i(0, far),
    vec2i(-near, -near), vec2i(near, -near), vec2i(-near, near), vec2i(near, near),
  );
  let last = vec2i(i32(params.width), i32(params.height)) - 1;
  var least = 255u;
  for (var k = 0; k < 8; k++) { least = min(least, matteAt(vec2u(clamp(vec2i(pixel) + places[k], vec2i(0), last)))); }
  return saturate((params.whole - f32(least) / 255) / (params.whole - params.broken));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let word = id.y * params.span + id.x;
  let pixels = params.width * params.height;
  if (id.x >= params.span || word * 4 >= pixels) { return; }
  var alphas = unpack4x8unorm(matte[word]);
  for (var k = 0u; k < min(4, pixels - word * 4); k++) {
    if (alphas[k] == 0 || alphas[k] == 1) { continue; }
    let i = word * 4 + k;
    let pixel = vec2u(i % params.width, i / params.width);
    let prior = alphas[k];
    alphas[k] = posterior(pixel, prior);
    if (prior > 0.5 && alphas[k] < prior) { alphas[k] = mix(prior, alphas[k], brokenness(pixel)); }
  }
  result[word] = pack4x8unorm(alphas);
}
