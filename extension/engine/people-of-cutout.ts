import { CutoutError } from '../../shared/errors.ts';
import { alphaOf, figureBox } from '../../shared/image/alpha.ts';
import type { Matte, Picture } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import { runToEnd } from '../../shared/steps.ts';
import { type Place, tellPeopleApart } from '../editor/matte/people.ts';
import { cropOver } from '../editor/result/finish.ts';
import { frameAround } from '../editor/result/frame.ts';

/** Side of a small picture of one person. */
const THUMBNAIL = 96;

/** The people of a cutout who can be told apart, each with a small picture of them, from left to right. */
export function peopleOf(cutout: Picture): { at: Place; thumbnail: Picture }[] {
  const { places, alone } = tellPeopleApart(alphaOf(cutout), cutout);
  return places.map((at) => ({ at, thumbnail: thumbnailOf(shownBy(cutout, alone(at))) }));
}

/**
 * A cutout without all others.
 *
 * @param at where the person is, in pixels of the cutout.
 * @throws CutoutError `no-person` where nobody is there.
 */
export const personAt = (cutout: Picture, at: Place): Picture =>
  shownBy(cutout, tellPeopleApart(alphaOf(cutout), cutout).alone(at));

function shownBy(cutout: Picture, matte: Matte | undefined): Picture {
  if (!matte) throw new CutoutError('no-person', 'Nobody is at this place.');
  const data = cutout.data.slice();
  for (let i = 0; i < matte.data.length; i++) data[i * 4 + 3] = matte.data[i];
  return { ...cutout, data };
}

/** The upper part of a person, where the face is, as a small square. */
function thumbnailOf(person: Picture): Picture {
  const box = figureBox(alphaOf(person)) ?? { x: 0, y: 0, width: person.width, height: person.height };
  const side = Math.min(box.width, box.height);
  const upper = { ...box, height: side };
  const square = frameAround(upper, person, 0.05, 1);
  return runToEnd(resize(cropOver(person, square), THUMBNAIL, THUMBNAIL));
}
