import { type RemoveQuery, removeSchema } from '../../shared/contracts/remove.ts';
import { ProblemError } from '../problems.ts';
import { isYes, opaque, single } from './words.ts';

/** Networks that are known here by their own names. */
const OWN = ['lite', 'portrait-s'];

/**
 * What `POST /api/remove` asks for, as a query of `POST /v1/mattes`.
 *
 * @throws ProblemError `bad-request`.
 */
export function fromRemove(given: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const { model, om, bgc }: RemoveQuery = removeSchema.parse(single(given));
  const background = isYes(om) || bgc === undefined ? undefined : opaque('bgc', bytesOf(bgc));
  return {
    output: [isYes(om) ? 'matte' : 'cutout'],
    format: ['png'],
    ...(model && OWN.includes(model) && { model: [model] }),
    ...(background && { background: [background] }),
  };
}

function bytesOf(text: string): readonly number[] {
  const words = text.slice(0, 40).split(',');
  const values = words.map((word) => (/^ *\d{1,3} *$/.test(word) ? Number(word) : Number.NaN));
  if ([3, 4].includes(values.length) && values.every((value) => value <= 255)) return values;
  throw new ProblemError('bad-request', 'The parameter “bgc” is wrong: it is red,green,blue,alpha, 0 to 255 each.');
}
