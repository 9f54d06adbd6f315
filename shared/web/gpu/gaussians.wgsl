// Means of colours and of their products to Gaussians (shared/matting/colour-model.ts): mean, then covariance rr rg rb gg gb bb, of
// foreground and background.

struct Params { width: u32, height: u32, least: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> means: array<f32>;
@group(0) @binding(2) var<storage, read_write> model: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let cell = id.y * params.width + id.x;
  for (var side = 0u; side < 2; side++) {
    let own = cell * 20 + side * 10;
    let to = cell * 18 + side * 9;
    let red = means[own + 1];
    let green = means[own + 2];
    let blue = means[own + 3];
    model[to] = red;
    model[to + 1] = green;
    model[to + 2] = blue;
    model[to + 3] = max(0, means[own + 4] - red * red) + params.least;
    model[to + 4] = means[own + 5] - red * green;
    model[to + 5] = means[own + 6] - red * blue;
    model[to + 6] = max(0, means[own + 7] - green * green) + params.least;
    model[to + 7] = means[own + 8] - green * blue;
    model[to + 8] = max(0, means[own + 9] - blue * blue) + params.least;
  }
}
