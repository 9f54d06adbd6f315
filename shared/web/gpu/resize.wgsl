// Area averages when shrinking, linear interpolation when enlarging, colours weighted by their alpha (shared/image/resize.ts).

struct Params { fromWidth: u32, fromHeight: u32, toWidth: u32, toHeight: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;

/** What a destination pixel takes of its axis: sources `first` to `last`, each as much as `share` says. */
struct Taps { first: u32, last: u32, low: f32, high: f32, shrinks: bool }

fn taps(i: u32, count: u32, to: u32) -> Taps {
  let scale = f32(count) / f32(to);
  if (scale > 1) {
    let low = f32(i) * scale;
    let high = min(f32(count), low + scale);
    return Taps(u32(low), min(u32(ceil(high)), count) - 1, low, high, true);
  }
  let centre = clamp((f32(i) + 0.5) * scale - 0.5, 0, f32(count - 1));
  return Taps(u32(centre), min(u32(centre) + 1, count - 1), centre, centre, false);
}

fn share(taps: Taps, s: u32) -> f32 {
  let at = f32(s);
  if (taps.shrinks) { return max(0, min(at + 1, taps.high) - max(at, taps.low)) / (taps.high - taps.low); }
  return max(0, 1 - abs(at - taps.low));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.toWidth || id.y >= params.toHeight) { return; }
  let across = taps(id.x, params.fromWidth, params.toWidth);
  let down = taps(id.y, params.fromHeight, params.toHeight);
  var sum = vec4f(0);
  for (var y = down.first; y <= down.last; y++) {
    var row = vec4f(0);
    for (var x = across.first; x <= across.last; x++) {
      let pixel = unpack4x8unorm(source[y * params.fromWidth + x]);
      row += share(across, x) * vec4f(pixel.rgb * pixel.a, pixel.a);
    }
    sum += share(down, y) * row;
  }
  let colour = select(vec3f(0), sum.rgb / sum.a, sum.a > 0);
  result[id.y * params.toWidth + id.x] = pack4x8unorm(vec4f(colour, sum.a));
}
