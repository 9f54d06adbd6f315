import { expect, test } from 'vitest';
import { goldenMatte } from '../../models/golden.ts';
import { floats, floatValue, makeModel, makeNode } from '../../models/onnx/build.ts';
import { writeModel } from '../../models/onnx/model.ts';

/** A network whose matte is the red channel, and whose log-odds of a person are `odds` times 1, if there are any. */
const networkWith = (odds?: number) =>
  writeModel(
    makeModel('test', {
      node: [
        makeNode('Conv', ['input', 'red'], ['output'], { kernel_shape: [1, 1] }),
        ...(odds === undefined ? [] : [makeNode('Identity', ['odds'], ['person'])]),
      ],
      initializer: [floats('red', [1, 3, 1, 1], [1, 0, 0]), floats('odds', [1, 1, 1, 1], [odds ?? 0])],
      input: [floatValue('input', [1, 3, 'height', 'width'])],
      output: [
        floatValue('output', [1, 1, 'height', 'width']),
        ...(odds === undefined ? [] : [floatValue('person', [1, 1, 1, 1])]),
      ],
    }),
  );

test('portrait-s has golden log-odds of a person, modnet has none', async () => {
  expect(await goldenMatte('portrait-s', networkWith(8.04))).toMatchObject({ personOdds: 8 });
  expect(await goldenMatte('modnet', networkWith(8.04))).not.toHaveProperty('personOdds');
});

test.each([
  ['are missing', undefined],
  ['are 0,', 0],
  ['are 2.5,', 2.5],
  ['are NaN,', Number.NaN],
])('a portrait-s whose log-odds %s is refused', async (words, odds) => {
  await expect(goldenMatte('portrait-s', networkWith(odds))).rejects.toThrow(
    `log-odds of a person in the drawn portrait ${words}`,
  );
});
