import sharp from 'sharp';
import type { Served, ServeOptions } from '../../../worker/serve.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { startWorker } from './start.ts';

/** The size of the photograph, in pixels. */
export const [WIDTH, HEIGHT] = [288, 384];

/** Starts a Worker, and brings a photograph of a person for it. */
export const startWithPerson = (options?: ServeOptions): Promise<[worker: Served, photo: Buffer]> =>
  Promise.all([startWorker(options), personPhoto().then((png) => sharp(png).resize(WIDTH, HEIGHT).png().toBuffer())]);
