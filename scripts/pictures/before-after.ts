import { DIST as MODELS } from '../../models/main.ts';
import { composeOnColour } from '../../shared/image/compose.ts';
import { decode } from '../../shared/node/decode.ts';
import { encodeMatte, encodePicture } from '../../shared/node/encode.ts';
import { createNodeEngine } from '../../shared/node/node-engine.ts';
import { cutOut } from '../../shared/pipeline/cutout.ts';
import { strip } from './strip.ts';

const YELLOW = [246, 205, 99] as const;

/** The picture, its cutout on a colour and its matte, as the terminal command makes them. */
export async function beforeAfter(portrait: Uint8Array): Promise<Buffer> {
  const engine = await createNodeEngine(MODELS);
  try {
    const result = await cutOut(await decode(portrait), engine);
    if (result.person === 'no') throw new Error('No person was found in the drawn portrait.');
    const onColour = await encodePicture(composeOnColour(result.cutout, YELLOW));
    return await strip([portrait, onColour, await encodeMatte(result.matte)], 520);
  } finally {
    await engine.dispose();
  }
}
