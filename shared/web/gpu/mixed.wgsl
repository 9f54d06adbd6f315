// What the kernels of the mixed band begin with: picture, matte and colour model, and what they tell of a pixel
// (shared/matting/bayesian-alpha.ts, shared/matting/foreground.ts). Levels are 0 to 255.

struct Params {
  width: u32, height: u32, gridWidth: u32, gridHeight: u32, span: u32, every: u32, ring: u32, near: u32,
  noise: f32, sharedNoise: f32, deviation: f32, leastDeviation: f32, whole: f32, broken: f32, expected: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> picture: array<u32>;
@group(0) @binding(2) var<storage, read> matte: array<u32>;
@group(0) @binding(3) var<storage, read> model: array<f32>;

/** The covariance is symmetric: rr, rg, rb and gg, gb, bb. */
struct Gaussian { mean: vec3f, upper: vec3f, lower: vec3f }

/** The foreground's (0) or the background's (1) colours at a pixel: means between four cells, covariance of its own cell. */
fn gaussianAt(pixel: vec2u, side: u32) -> Gaussian {
  let covariance = cellOf(pixel) * 18 + side * 9 + 3;
  return Gaussian(
    meanAt(pixel, side),
    vec3f(model[covariance], model[covariance + 1], model[covariance + 2]),
    vec3f(model[covariance + 3], model[covariance + 4], model[covariance + 5]),
  );
}

fn meanAt(pixel: vec2u, side: u32) -> vec3f {
  let size = vec2u(params.gridWidth, params.gridHeight);
  let full = vec2f(f32(params.width), f32(params.height));
  let at = clamp((vec2f(pixel) + 0.5) * vec2f(size) / full - 0.5, vec2f(0), vec2f(size - 1));
  let near = vec2u(at);
  let far = min(near + 1, size - 1);
  let part = fract(at);
  let above = mix(meanOf(near, side), meanOf(vec2u(far.x, near.y), side), part.x);
  let below = mix(meanOf(vec2u(near.x, far.y), side), meanOf(far, side), part.x);
  return mix(above, below, part.y);
}

fn meanOf(cell: vec2u, side: u32) -> vec3f {
  let at = (cell.y * params.gridWidth + cell.x) * 18 + side * 9;
  return vec3f(model[at], model[at + 1], model[at + 2]);
}

fn cellOf(pixel: vec2u) -> u32 {
  // In whole numbers, which round everywhere alike.
  let size = vec2u(params.gridWidth, params.gridHeight);
  let cell = min((2 * pixel + 1) * size / (2 * vec2u(params.width, params.height)), size - 1);
  return cell.y * size.x + cell.x;
}

fn matteAt(pixel: vec2u) -> u32 {
  let i = pixel.y * params.width + pixel.x;
  return extractBits(matte[i / 4], i % 4 * 8, 8);
}

fn colourAt(pixel: vec2u) -> vec4f { return unpack4x8unorm(picture[pixel.y * params.width + pixel.x]) * 255; }

/** What a blur as wide as that of JPEG's colours takes from alpha at a pixel, -1 to 1. */
fn detailAt(pixel: vec2u) -> f32 {
  const binomial = array(1.0, 4.0, 6.0, 4.0, 1.0);
  let last = vec2i(i32(params.width), i32(params.height)) - 1;
  var blurred = 0.0;
  for (var v = 0; v < 5; v++) {
    for (var u = 0; u < 5; u++) {
      let at = clamp(vec2i(pixel) + vec2i(u, v) - 2, vec2i(0), last);
      blurred += binomial[u] * binomial[v] * f32(matteAt(vec2u(at)));
    }
  }
  return (f32(matteAt(pixel)) - blurred / 256) / 255;
}

/** A colour without its luma (ITU-R BT.601). */
fn chroma(colour: vec3f) -> vec3f { return colour - dot(colour, vec3f(0.299, 0.587, 0.114)); }

/** C = α F + (1 - α) B + noise: the covariance of C, given those of F and B. */
fn mixture(alpha: f32, f: Gaussian, b: Gaussian) -> Gaussian {
  let own = params.noise;
  let other = params.sharedNoise;
  let shareF = alpha * alpha;
  let shareB = (1 - alpha) * (1 - alpha);
  return Gaussian(
    alpha * f.mean + (1 - alpha) * b.mean,
    shareF * f.upper + shareB * b.upper + vec3f(own, other, other),
    shareF * f.lower + shareB * b.lower + vec3f(own, other, own),
  );
}

/** The inverse covariance times v, by LDL decomposition, which single precision bears better than Cramer's rule. */
fn over(g: Gaussian, v: vec3f) -> vec3f {
  let l10 = g.upper.y / g.upper.x;
  let l20 = g.upper.z / g.upper.x;
  let d1 = g.lower.x - l10 * g.upper.y;
  let l21 = (g.lower.y - l20 * g.upper.y) / d1;
  let d2 = g.lower.z - l20 * g.upper.z - l21 * l21 * d1;
  let y1 = v.y - l10 * v.x;
  let y2 = v.z - l20 * v.x - l21 * y1;
  let z2 = y2 / d2;
  let z1 = y1 / d1 - l21 * z2;
  return vec3f(v.x / g.upper.x - l10 * z1 - l20 * z2, z1, z2);
}
