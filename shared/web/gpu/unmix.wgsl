// The cutout: the foreground's most likely colour, and the matte times the picture's own transparency as alpha
// (shared/matting/foreground.ts).

@group(0) @binding(4) var<storage, read> smear: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> cutout: array<u32>;

/** The covariance times v. */
fn times(g: Gaussian, v: vec3f) -> vec3f {
  return vec3f(dot(g.upper, v), dot(vec3f(g.upper.y, g.lower.xy), v), dot(vec3f(g.upper.z, g.lower.yz), v));
}

fn unmixed(pixel: vec2u, alpha: f32) -> vec3f {
  let foreground = gaussianAt(pixel, 0);
  let background = gaussianAt(pixel, 1);
  var colour = colourAt(pixel).rgb;
  if (smear[0].y > 0) {
    let share = saturate(smear[0].x / smear[0].y);
    if (share > 0) { colour += share * detailAt(pixel) * chroma(foreground.mean - background.mean); }
  }
  let mixed = mixture(alpha, foreground, background);
  return foreground.mean + times(foreground, alpha * over(mixed, colour - mixed.mean));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let own = colourAt(id.xy);
  let value = matteAt(id.xy);
  let alpha = (value * u32(own.a + 0.5) * 2 + 255) / 510;
  let i = id.y * params.width + id.x;
  if (alpha == 0) { cutout[i] = 0; }
  else {
    var colour = own.rgb;
    if (value < 255) { colour = unmixed(id.xy, f32(value) / 255); }
    cutout[i] = pack4x8unorm(vec4f(colour, f32(alpha)) / 255);
  }
}
