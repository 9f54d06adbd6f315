import sharp from 'sharp';
import { runOnce, worstDifference } from './run-once.ts';

/** A picture as a network takes it, and what it gives where it was trained. */
export interface Sample {
  /** NCHW. */
  readonly dims: readonly number[];
  /** 0..1; a fourth channel is the mask of the frame before. */
  readonly input: Float32Array;
  /** 0..1. */
  readonly alpha: Float32Array;
}

/** Reads `NAME.png`, whose alpha channel is the mask before, and `NAME.alpha.png`, 16 bits, as training writes them. */
export async function readSample(name: string): Promise<Sample> {
  const given = await sharp(`${name}.png`).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = given.info;
  const [input, pixels] = [new Float32Array(given.data.length), width * height];
  for (let i = 0; i < input.length; i++) input[i] = given.data[(i % pixels) * channels + Math.floor(i / pixels)] / 255;
  const { buffer, byteOffset, length } = await sharp(`${name}.alpha.png`)
    .toColourspace('grey16')
    .extractChannel(0)
    .raw({ depth: 'ushort' })
    .toBuffer();
  const levels = new Uint16Array(buffer, byteOffset, length / 2);
  return { dims: [1, channels, height, width], input, alpha: Float32Array.from(levels, (level) => level / 65535) };
}

/** The largest difference between the last channel that a network gives of a sample and its alpha; infinite where sizes differ. */
export async function differenceOn({ dims, input, alpha }: Sample, onnx: Uint8Array): Promise<number> {
  const { values } = await runOnce(onnx, { dims, values: input });
  if (values.length % alpha.length !== 0) return Number.POSITIVE_INFINITY;
  return worstDifference(alpha, values.subarray(values.length - alpha.length));
}
