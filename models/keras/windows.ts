import { integers } from '../onnx/build.ts';
import { placeWindow } from './convolutions.ts';
import { assertChannelsLast, type Call, inputOf, pairOf, type Write, type Writer } from './writer.ts';

const pool =
  (opType: string): Write =>
  (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const [batch, height, width, channels] = writer.sizes(input);
    const kernel = pairOf(call.config.pool_size ?? 2, 'pool_size');
    const strides = pairOf(call.config.strides ?? kernel, 'strides');
    const { out, pads } = placeWindow(call.config, [height, width], kernel, strides);
    const output = writer.tensor(call.name, [batch, out[0], out[1], channels]);
    writer.graph.add(opType, [writer.graph.value(input)], writer.graph.output(output), {
      kernel_shape: kernel,
      strides,
      pads,
    });
    return output;
  };

const poolAll =
  (opType: string): Write =>
  (call, writer) => {
    assertChannelsLast(call);
    const input = inputOf(call);
    const [batch, , , channels] = writer.sizes(input);
    const { graph } = writer;
    const keeps = call.config.keepdims === true;
    const output = writer.tensor(call.name, keeps ? [batch, 1, 1, channels] : [batch, channels]);
    const name = graph.output(output, keeps ? 'channels-first' : 'as in the file');
    graph.add(opType, [graph.value(input)], keeps ? name : `${name}:pooled`);
    if (!keeps) graph.add('Flatten', [`${name}:pooled`], name, { axis: 1 });
    return output;
  };

/** Enlarges or shrinks a picture; `interpolation` is Keras' word, whose centres of pixels are at halves. */
function resize(call: Call, writer: Writer, [height, width]: readonly [number, number]): number {
  const input = inputOf(call);
  const [batch, , , channels] = writer.sizes(input);
  const interpolation = call.config.interpolation ?? 'nearest';
  if (interpolation !== 'nearest' && interpolation !== 'bilinear')
    throw new Error(`its interpolation is ${JSON.stringify(interpolation)}; use bilinear or nearest.`);
  const output = writer.tensor(call.name, [batch, height, width, channels]);
  const { graph } = writer;
  const name = graph.output(output);
  graph.initializers.push(integers(`${name}:sizes`, [batch, channels, height, width]));
  graph.add('Resize', [graph.value(input), '', '', `${name}:sizes`], name, {
    mode: interpolation === 'nearest' ? 'nearest' : 'linear',
    coordinate_transformation_mode: 'half_pixel',
    ...(interpolation === 'nearest' && { nearest_mode: 'round_prefer_ceil' }),
  });
  return output;
}

/** Layers that sum up, pick or spread the values of a window. */
export const WINDOWS: Readonly<Record<string, Write>> = {
  MaxPooling2D: pool('MaxPool'),
  AveragePooling2D: pool('AveragePool'),
  GlobalAveragePooling2D: poolAll('GlobalAveragePool'),
  GlobalMaxPooling2D: poolAll('GlobalMaxPool'),

  UpSampling2D: (call, writer) => {
    assertChannelsLast(call);
    const [, height, width] = writer.sizes(inputOf(call));
    const [down, across] = pairOf(call.config.size ?? 2, 'size');
    return resize(call, writer, [height * down, width * across]);
  },

  Resizing: (call, writer) => {
    assertChannelsLast(call);
    const { height, width, crop_to_aspect_ratio: crops, pad_to_aspect_ratio: pads } = call.config;
    if (crops || pads) throw new Error('it crops or pads to keep the aspect, which is not exported.');
    const interpolation = call.config.interpolation ?? 'bilinear';
    return resize({ ...call, config: { ...call.config, interpolation } }, writer, pairOf([height, width], 'size'));
  },
};
