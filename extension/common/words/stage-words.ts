import type { Stage } from '../../../shared/pipeline/stages.ts';
import { t, type WordKey } from './words.ts';

const KEYS: Record<Stage, WordKey> = {
  load: 'stageLoad',
  decode: 'stageDecode',
  preview: 'stagePreview',
  infer: 'stageInfer',
  subject: 'stageSubject',
  refine: 'stageRefine',
  // Both are about edges, to a person.
  matting: 'stageRefine',
  foreground: 'stageForeground',
  compose: 'stageCompose',
  encode: 'stageEncode',
};

/** What to say while `stage` runs. */
export const stageWords = (stage: Stage): string => t(KEYS[stage]);
