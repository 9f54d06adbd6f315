import { expect, test } from 'vitest';
import { readReason, reason } from '../../shared/reasons.ts';

test.for([
  ['overdue', ['30']],
  ['no-webgpu', []],
  ['no-adapter', []],
  ['emulated', []],
  ['no-halves', ['shader-f16']],
  ['flat', []],
  ['flat-here', []],
  ['wrong', ['0.2000', '0.90']],
  ['wrong-length', ['4', '9']],
  ['wrong-stage', ['resized picture', '255']],
  ['stages', [reason('wrong-stage', 'matte', 3)]],
  ['stages', [reason('overdue', 30)]],
  ['lost', ['Device was destroyed.\nTwice']],
  ['unopened', ['bad magic — at byte 3']],
  ['failed', ['out of memory']],
  ['not-numbers', []],
  ['other-matte', ['12']],
  ['other-size', ['1 × 2 × 16 × 24', '1 × 1 × 32 × 48']],
  ['other-odds', ['2.5', '19.9']],
] as const)('a reason is read as the code and the facts that it was made of: %s', ([code, facts]) => {
  const words = reason(code, ...facts);
  expect(words).not.toContain('…');
  const read = readReason(words);
  expect(read?.code).toBe(code);
  expect(read?.facts.map((fact) => fact.replace(/\.$/, ''))).toEqual(facts.map((fact) => fact.replace(/\.$/, '')));
});

test('it may end a sentence, and other words are none', () => {
  expect(readReason('The network is not what its card says: it gives 1 × 2 in place of 1 × 1.')).toEqual({
    code: 'other-size',
    facts: ['1 × 2', '1 × 1'],
  });
  expect(readReason('something else')).toBeUndefined();
});
