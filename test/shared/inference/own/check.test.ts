import { expect, test } from 'vitest';
import { sha256 } from '../../../../shared/hash.ts';
import { checkOwn, OWN_LIMITS, Refused } from '../../../../shared/inference/own/check.ts';

const onnx = Uint8Array.of(8, 7, 6, 5);
const golden = { width: 2, height: 2, alpha: btoa('\0\0\0\0') };
const card = async (changes: object = {}) => ({
  version: 1,
  name: 'Mine',
  file: 'mine.onnx',
  bytes: onnx.length,
  sha256: await sha256(onnx),
  weights: 'as-is',
  input: {
    name: 'in',
    layout: 'NCHW',
    size: { policy: 'fixed', width: 2, height: 2 },
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  output: { name: 'alpha', layout: 'NCHW', meaning: 'alpha' },
  head: 'sigmoid',
  golden,
  parameters: 1,
  multiplyAdds: 1,
  licence: 'MIT',
  source: { file: 'mine.h5', format: 'keras', sha256: 'ab'.repeat(32) },
  ...changes,
});
const network = new File([onnx], 'MINE.ONNX');
const described = async (changes?: object) => new File([JSON.stringify(await card(changes))], 'mine.json');
const refusal = (files: Parameters<typeof checkOwn>[0]) =>
  checkOwn(files).then(
    () => undefined,
    (thrown: unknown) => (thrown as Refused).refusal,
  );

test('a network and its card are read, in whichever order they come', async () => {
  expect(await checkOwn([await described(), network])).toEqual({ card: await card(), bytes: onnx });
});

test('anything but the two files is no network', async () => {
  const json = await described();
  for (const files of [[], [json], [json, json], [network, json, json], [network, new File([], 'a.png')]])
    expect(await refusal(files)).toEqual({ kind: 'pair' });
});

test('a network without its card is told from other files', async () => {
  for (const name of ['a.onnx', 'a.TFLITE', 'a.h5', 'a.keras'])
    expect(await refusal([new File([onnx], name)])).toEqual({ kind: 'alone', file: name });
});

test('a file of another length or content is not the card’s', async () => {
  expect(await refusal([new File([onnx, onnx], 'a.onnx'), await described()])).toEqual({ kind: 'other' });
  expect(await refusal([new File([Uint8Array.of(8, 7, 6, 4)], 'a.onnx'), await described()])).toEqual({
    kind: 'other',
  });
});

test('what is too large is refused before it is read', async () => {
  const size = OWN_LIMITS.bytes + 1;
  const never = () => Promise.reject(new Error('It was read.'));
  const large = { name: 'a.onnx', size, text: never, arrayBuffer: never };
  expect(await refusal([large, await described()])).toEqual({ kind: 'large', has: size, limit: OWN_LIMITS.bytes });
});

test.for([
  ['a field that is missing', { licence: undefined }, 'licence', /expected string/],
  ['a field of another kind', { bytes: '8' }, 'bytes', /expected number, received string/],
  ['a field that is empty', { licence: '' }, 'licence', />=1/],
  ['weights of no kind', { weights: 'int4' }, 'weights', /"as-is"\|"fp16"\|"int8"/],
  [
    'a side that is no number',
    { input: { ...(await card()).input, size: { policy: 'fixed', width: '4', height: 2 } } },
    'input.size.width',
    /expected number, received string/,
  ],
  [
    'a size that is left open',
    { input: { ...(await card()).input, size: { policy: 'multiple', multiple: 32, shortSide: 64 } } },
    'input.size',
    /only a fixed size/,
  ],
  [
    'an input that is too large',
    { input: { ...(await card()).input, size: { policy: 'fixed', width: 4096, height: 2 } } },
    'input.size',
    /at most 1536/,
  ],
  ['a matte of another size', { golden: { ...golden, height: 3 } }, 'golden', /matte of the input/],
  ['a matte that is cut off', { golden: { ...golden, alpha: btoa('\0') } }, 'golden', /matte of the input/],
  ['a first mask of no kind', { first: 'full' }, 'first', /expected "lite"/],
] as const)('a card is refused with %s', async ([, changes, field, detail]) => {
  expect(await refusal([network, await described(changes)])).toMatchObject({
    kind: 'card',
    field,
    detail: expect.stringMatching(detail),
  });
});

test('a card that is no JSON is told in words', async () => {
  await expect(checkOwn([network, new File(['{'], 'a.json')])).rejects.toThrow(Refused);
  expect(await refusal([network, new File(['{'], 'a.json')])).toEqual({ kind: 'json' });
});
