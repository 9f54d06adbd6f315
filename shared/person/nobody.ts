import type { Part } from './part.ts';

/** Says that a picture shows nobody, or nothing of the part that was wished for; the sentence is whole with what follows. */
export const nobodyIn = (part: Part | undefined): string =>
  `${part ? `No ${part} of a person` : 'Nobody'} was seen in this picture`;
