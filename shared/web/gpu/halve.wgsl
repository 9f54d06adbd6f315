// Sums of 2 × 2 cells, 20 fields a cell (shared/matting/pull-push.ts).

struct Params { width: u32, height: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> grid: array<f32>;
@group(0) @binding(2) var<storage, read_write> halved: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = (vec2u(params.width, params.height) + 1) / 2;
  if (id.x >= size.x || id.y >= size.y) { return; }
  for (var f = 0u; f < 20; f++) {
    var sum = 0.0;
    for (var y = 2 * id.y; y < min(2 * id.y + 2, params.height); y++) {
      for (var x = 2 * id.x; x < min(2 * id.x + 2, params.width); x++) { sum += grid[(y * params.width + x) * 20 + f]; }
    }
    halved[(id.y * size.x + id.x) * 20 + f] = sum;
  }
}
