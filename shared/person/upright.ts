import type { Evidence } from './evidence.ts';

/** How much the agreement of the mattes counts beside the log-odds of a person. models/LOG.md has the pictures by which this and the following were chosen. */
const AGREEMENT = 10;
/** Above this, people stand upright for certain. */
const SURE = 14;
/** What the mattes of a turned picture must have at least, and by how much they must be more certain than those of the picture as it is. */
const TURNED = { personOdds: 3.5, agreement: 0.3, more: 3 };

/**
 * How certainly the networks see people who stand upright: they were trained with such people only. If people lie on their side or are upside down, the log-odds of a
 * person are lower by 5 to 10, and the mattes agree less. A network that doesn't tell the log-odds can't tell this either, so that its pictures are never turned.
 */
export const uprightness = ({ agreement, personOdds, isNearBlank }: Evidence): number => {
  if (personOdds === undefined) return Number.POSITIVE_INFINITY;
  return isNearBlank ? Number.NEGATIVE_INFINITY : personOdds + AGREEMENT * agreement;
};

/** Whether a picture need not be looked at turned. */
export const isUpright = (evidence: Evidence): boolean => uprightness(evidence) > SURE;

/** Whether a picture shows people upright if it is turned, but not as it is. */
export const isRatherTurned = (turned: Evidence, asItIs: Evidence): boolean =>
  (turned.personOdds ?? 0) > TURNED.personOdds &&
  turned.agreement > TURNED.agreement &&
  uprightness(turned) > uprightness(asItIs) + TURNED.more;
