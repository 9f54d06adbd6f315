// Sums to means, filled in from the grid of half the size where there is little weight (shared/matting/pull-push.ts). Fields 0 and 10
// of 20 are weights.

struct Params { width: u32, height: u32, hasAbove: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> above: array<f32>;
@group(0) @binding(2) var<storage, read_write> grid: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let size = (vec2u(params.width, params.height) + 1) / 2;
  let place = clamp(vec2f(id.xy) / 2 - 0.25, vec2f(0), vec2f(size - 1));
  let near = vec2u(place);
  let far = min(near + 1, size - 1);
  let part = fract(place);
  let a = (near.y * size.x + near.x) * 20;
  let b = (near.y * size.x + far.x) * 20;
  let c = (far.y * size.x + near.x) * 20;
  let d = (far.y * size.x + far.x) * 20;
  for (var at = 0u; at < 20; at += 10) {
    let own = (id.y * params.width + id.x) * 20 + at;
    let weight = grid[own];
    let share = select(1, min(1, weight), params.hasAbove == 1);
    let scale = select(0, share / weight, weight > 0);
    for (var f = 1u; f < 10; f++) {
      var mean = grid[own + f] * scale;
      if (share < 1) {
        let k = at + f;
        mean += (1 - share) * mix(mix(above[a + k], above[b + k], part.x), mix(above[c + k], above[d + k], part.x), part.y);
      }
      grid[own + f] = mean;
    }
  }
}
