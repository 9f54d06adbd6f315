import sharp from 'sharp';
import { face, faceDefs, neck } from '../../test/fixtures/people/face.ts';
import { hairBefore, hairBehind } from '../../test/fixtures/people/hair.ts';
import { jumper } from '../../test/fixtures/people/jumper.ts';
import { room } from '../../test/fixtures/people/room.ts';

export const PORTRAIT = { width: 1200, height: 1500 } as const;

/** A drawn portrait, wavy hair before lights out of focus: what the pictures of the documentation show. */
export function drawPortrait(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PORTRAIT.width}" height="${PORTRAIT.height}">
  <defs>${faceDefs}</defs>
  ${room()}
  <g transform="translate(604 1500) scale(1.12) translate(-610 -1490)">
  <g transform="rotate(-3 604 1100)">${hairBehind()}</g>
  <g transform="translate(0 -26)"><g transform="rotate(-1.5 604 1100)">${neck()}</g>${jumper()}</g>
  <g transform="rotate(-3 604 1100)">${face()}${hairBefore()}</g>
  </g>
</svg>`;
  return sharp(Buffer.from(svg), { unlimited: true }).removeAlpha().png().toBuffer();
}
