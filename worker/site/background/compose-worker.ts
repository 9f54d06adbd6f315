/// <reference lib="webworker" />

import { type ErrorReport, reportOf } from '../../../shared/errors.ts';
import { decode } from '../../../shared/web/decode.ts';
import { encodePicture } from '../../../shared/web/encode.ts';
import { type Backdrop, layOver } from '../../../shared/web/lay-over.ts';

/** What the worker is asked for: one at a time. */
export interface Composing {
  readonly cutout: Blob;
  readonly backdrop: Backdrop;
}

/** A PNG of the cutout's size, or why there is none. */
export type Composed = { readonly picture: Blob } | { readonly report: ErrorReport };

const post = (answer: Composed) => self.postMessage(answer);

self.onmessage = async ({ data: { cutout, backdrop } }: MessageEvent<Composing>) => {
  try {
    post({ picture: await encodePicture(await layOver(await decode(cutout), backdrop)) });
  } catch (thrown) {
    post({ report: reportOf(thrown) });
  }
};
