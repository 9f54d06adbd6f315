import createEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import encoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';
import { defaultOptions } from '@jsquash/jpeg/meta.js';
import type { Picture } from '../../shared/image/picture.ts';
import { withCodec } from './wasm.ts';

/** Colour at its full resolution, so that edges keep theirs; one pass, which takes the least memory. */
const OPTIONS = { ...defaultOptions, quality: 90, progressive: false, auto_subsample: false, chroma_subsample: 1 };

/** A picture's colours as JPEG; its alpha is not looked at. */
export const encodeJpeg = ({ data, width, height }: Picture): Promise<Uint8Array> =>
  withCodec(createEncoder, encoder, (codec) => new Uint8Array(codec.encode(data, width, height, OPTIONS)));
