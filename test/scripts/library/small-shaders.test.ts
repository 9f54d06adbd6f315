import { expect, test } from 'vitest';
import { smallShader } from '../../../scripts/library/small-shaders.ts';

const SHADER = `// A comment.
struct Params { width: u32, near: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> matte: array<f32>;

/** Another one. */
fn nearest(pixel: vec2u, a: f32) -> f32 { return matte[pixel.x] * a; }

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let near = params.near; // The value, and the field.
  var width = 0.5 - -f32(near) / 2;
  for (var step = 0u; step < near; step++) {
    if (step == 1u && near > 0) { continue; }
    width += nearest(id.xy, width);
  }
}
`;

test('a shader loses comments, spaces and the long names of what its functions declare, and keeps all others', () => {
  const kept = [
    'struct Params{width:u32,near:u32}',
    '@group(0)@binding(0)var<uniform>params:Params;',
    '@group(0)@binding(1)var<storage,read>matte:array<f32>;',
    'fn nearest(a:vec2u,b:f32)->f32{return matte[a.x]*b;}',
    '@compute @workgroup_size(8,8)',
    'fn main(@builtin(global_invocation_id)a:vec3u){let b=params.near;var c=.5 - -f32(b)/2;',
    'for(var d=0u;d<b;d++){if(d==1u&&b>0){continue;}c+=nearest(a.xy,c);}}',
  ];
  expect(smallShader(SHADER)).toBe(kept.join(''));
});
