// Smallest value (first lane) and largest (the others) along one axis, in windows clipped at the borders (shared/image/box-filter.ts).

struct Params { width: u32, height: u32, radius: u32, isVertical: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> plane: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let here = select(id.x, id.y, params.isVertical == 1);
  let last = select(params.width, params.height, params.isVertical == 1) - 1;
  let stride = select(1u, params.width, params.isVertical == 1);
  let i = id.y * params.width + id.x;
  let start = i - here * stride;
  var found = plane[i];
  for (var at = here - min(here, params.radius); at <= min(last, here + params.radius); at++) {
    let value = plane[start + at * stride];
    found = vec4f(min(found.x, value.x), max(found.yzw, value.yzw));
  }
  result[i] = found;
}
