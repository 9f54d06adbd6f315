/** Why a backend is not used with a network: each code with its English words, in which `…` stands for a fact. */
const REASONS = {
  // Before all others: one of them follows it.
  stages: 'only the network runs there, for …',
  overdue: 'it did not answer in … s',
  'no-webgpu': 'this browser has no WebGPU',
  'no-adapter': 'this device offers WebGPU no adapter',
  emulated: 'the only GPU is emulated in software',
  'no-halves': 'the GPU lacks …',
  lost: 'The GPU was lost, by a restart of its driver or for want of its memory — …',
  unopened: 'The runtime can’t open the network — …',
  failed: 'The runtime failed in the middle of its work — …',
  'not-numbers': 'The network answered with values that are not numbers.',
  flat: 'its matte is flat',
  'flat-here': 'its matte was flat where WebAssembly’s was not',
  wrong: 'its matte is wrong (mean error …, worst …)',
  'wrong-length': 'its matte has … values in place of …',
  'wrong-stage': 'its … is wrong (by … of 255)',
  'other-matte': 'its matte is up to …/255 from the card’s, 1/255 is allowed',
  // Before the next, whose pattern fits these words, too: `readReason` takes the first that fits.
  'other-odds': 'it gives log-odds of … in place of …',
  'other-size': 'it gives … in place of …',
} as const;

export type ReasonCode = keyof typeof REASONS;

/** A reason as it is thrown, kept and sent between threads: in English. */
export const reason = (code: ReasonCode, ...facts: (string | number)[]): string =>
  REASONS[code].replaceAll('…', () => `${facts.shift()}`);

/**
 * The code and the facts that a reason was made of, for those who say it in another language.
 *
 * @returns undefined where the words are somebody else's.
 */
export function readReason(
  words: string,
): { readonly code: ReasonCode; readonly facts: readonly string[] } | undefined {
  for (const code of Object.keys(REASONS) as ReasonCode[]) {
    const parts = REASONS[code].split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    // A sentence may stand before one that is made of another.
    const found = new RegExp(`${parts.join('(.*?)')}\\.?$`, 's').exec(words);
    if (found) return { code, facts: found.slice(1) };
  }
  return undefined;
}
