// How much of alpha's fine detail the colours of the mixed band lack, and how much they could have: sums over 64 pixels of
// every so many rows (shared/matting/foreground.ts).

@group(0) @binding(4) var<storage, read_write> sums: array<vec2f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let chunks = (params.width + 63) / 64;
  let y = params.every * id.y + params.every / 2;
  if (id.x >= chunks || y >= params.height) { return; }
  var sum = vec2f(0);
  for (var x = id.x * 64; x < min(params.width, id.x * 64 + 64); x++) {
    let pixel = vec2u(x, y);
    let value = matteAt(pixel);
    if (value == 0 || value == 255) { continue; }
    let fine = detailAt(pixel);
    let background = meanAt(pixel, 1);
    let step = meanAt(pixel, 0) - background;
    let missing = chroma(background + f32(value) / 255 * step - colourAt(pixel).rgb);
    let possible = chroma(step);
    sum += vec2f(fine * dot(missing, possible), fine * fine * dot(possible, possible));
  }
  sums[id.y * chunks + id.x] = sum;
}
