import createDecoder from '@jsquash/webp/codec/dec/webp_dec.js';
import createEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { defaultOptions } from '@jsquash/webp/meta.js';
import decoder from '../../dist/codecs/webp_dec.wasm';
import encoder from '../../dist/codecs/webp_enc_simd.wasm';
import type { Picture } from '../../shared/image/picture.ts';
import { withCodec } from './wasm.ts';

/** Decodes a still WebP as it is stored. @throws whatever the codec throws; TypeError where it gives nothing. */
export const decodeWebp = (bytes: Uint8Array): Promise<Picture> =>
  withCodec(createDecoder, decoder, (codec) => codec.decode(bytes as never) as unknown as Picture);

/** Lossless, with the least effort: more gains a few per cent for several times the time. */
const LOSSLESS = { ...defaultOptions, lossless: 1, method: 0, quality: 20 };

/** A picture as lossless WebP. */
export const encodeWebp = ({ data, width, height }: Picture): Promise<Uint8Array> =>
  withCodec(createEncoder, encoder, (codec) => {
    const encoded = codec.encode(data, width, height, LOSSLESS);
    if (!encoded) throw new Error('The WebP encoder gave nothing.');
    return encoded;
  });
