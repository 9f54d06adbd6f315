// Ridge regression of alpha on colour in each window (shared/matting/guided-filter.ts): the slopes. Where alpha is the same all over, in
// range, there is nothing to explain.

struct Params { width: u32, height: u32, radius: u32, epsilon: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> alpha: array<vec4f>;
@group(0) @binding(2) var<storage, read> range: array<vec4f>;
@group(0) @binding(3) var<storage, read> guide: array<u32>;
@group(0) @binding(4) var<storage, read_write> slopes: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let i = id.y * params.width + id.x;
  let own = alpha[i].x;
  if (range[i].x == range[i].y) {
    slopes[i] = vec4f(0);
    return;
  }
  // Moments about the pixel's own values: small numbers lose nothing in single precision.
  let colour = unpack4x8unorm(guide[i]).rgb;
  var mean = vec4f(0);
  var squares = vec3f(0);
  var products = vec3f(0);
  var shares = vec3f(0);
  let low = id.xy - min(id.xy, vec2u(params.radius));
  let high = min(vec2u(params.width, params.height) - 1, id.xy + params.radius);
  for (var y = low.y; y <= high.y; y++) {
    for (var x = low.x; x <= high.x; x++) {
      let at = y * params.width + x;
      let d = unpack4x8unorm(guide[at]).rgb - colour;
      let p = alpha[at].x - own;
      mean += vec4f(d, p);
      squares += d * d;
      products += d.rrg * d.gbb;
      shares += d * p;
    }
  }
  let count = f32((high.x - low.x + 1) * (high.y - low.y + 1));
  mean /= count;
  let variance = squares / count - mean.xyz * mean.xyz + params.epsilon;
  let covariance = products / count - mean.xxy * mean.yzz;
  let explained = shares / count - mean.xyz * mean.w;
  let matrix = mat3x3f(
    vec3f(variance.x, covariance.x, covariance.y),
    vec3f(covariance.x, variance.y, covariance.z),
    vec3f(covariance.y, covariance.z, variance.z),
  );
  let adjugate = mat3x3f(
    cross(matrix[1], matrix[2]),
    cross(matrix[2], matrix[0]),
    cross(matrix[0], matrix[1]),
  );
  // The matrix is symmetric, and so is its inverse.
  slopes[i] = vec4f(adjugate * explained / dot(matrix[0], adjugate[0]), 0);
}
