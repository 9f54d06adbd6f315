// Sums of 64 neighbours each.

struct Params { count: u32, span: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> values: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let to = id.y * params.span + id.x;
  if (id.x >= params.span || to * 64 >= params.count) { return; }
  var sum = vec2f(0);
  for (var i = to * 64; i < min(params.count, to * 64 + 64); i++) { sum += values[i]; }
  sums[to] = sum;
}
