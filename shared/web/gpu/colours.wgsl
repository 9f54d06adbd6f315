// Sums of the colours that are surely foreground (fields 0 to 9), and surely background (10 to 19), in each cell of a grid:
// weight, red, green, blue, and their products (shared/matting/colour-model.ts).

struct Params { width: u32, height: u32, gridWidth: u32, gridHeight: u32, step: u32, share: f32, power: f32, least: f32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> picture: array<u32>;
@group(0) @binding(2) var<storage, read> matte: array<u32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

/** The first sample of a cell along an axis; where the next cell's begins, this one's end. */
fn first(cell: u32, side: u32, cells: u32) -> u32 {
  let start = (cell * side + cells - 1) / cells;
  let offset = params.step / 2;
  return offset + (max(start, offset) - offset + params.step - 1) / params.step * params.step;
}

fn weightOf(own: f32) -> f32 {
  if (own == 0) { return 0; }
  return params.share * (pow(own, params.power) + params.least * own);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.gridWidth || id.y >= params.gridHeight) { return; }
  var weights = vec2f(0);
  var means = array<vec3f, 2>();
  var squares = array<vec3f, 2>();
  var products = array<vec3f, 2>();
  let right = min(params.width, first(id.x + 1, params.width, params.gridWidth));
  let bottom = min(params.height, first(id.y + 1, params.height, params.gridHeight));
  for (var y = first(id.y, params.height, params.gridHeight); y < bottom; y += params.step) {
    for (var x = first(id.x, params.width, params.gridWidth); x < right; x += params.step) {
      let i = y * params.width + x;
      let pixel = unpack4x8unorm(picture[i]);
      if (pixel.a == 0) { continue; }
      let alpha = f32(extractBits(matte[i / 4], i % 4 * 8, 8)) / 255;
      let colour = pixel.rgb * 255;
      for (var side = 0u; side < 2; side++) {
        let weight = weightOf(select(1 - alpha, alpha, side == 0));
        weights[side] += weight;
        means[side] += weight * colour;
        squares[side] += weight * colour * colour;
        products[side] += weight * colour.rrg * colour.gbb;
      }
    }
  }
  for (var side = 0u; side < 2; side++) {
    let at = (id.y * params.gridWidth + id.x) * 20 + side * 10;
    sums[at] = weights[side];
    sums[at + 1] = means[side].r;
    sums[at + 2] = means[side].g;
    sums[at + 3] = means[side].b;
    sums[at + 4] = squares[side].r;
    sums[at + 5] = products[side].x;
    sums[at + 6] = products[side].y;
    sums[at + 7] = squares[side].g;
    sums[at + 8] = products[side].z;
    sums[at + 9] = squares[side].b;
  }
}
