/** The stages of one cutout in the order they run; what progress and timings are reported by. */
export const STAGES = [
  'decode',
  'preview',
  'load',
  'infer',
  'subject',
  'refine',
  'matting',
  'foreground',
  'compose',
  'encode',
] as const;
export type Stage = (typeof STAGES)[number];

/** Milliseconds spent per stage. A stage that did not run is absent. On a GPU, `refine` stands for all stages after it, too. */
export type Timings = Partial<Record<Stage, number>>;

/** Told as a stage moves on; `fraction` is of that stage, 0..1. */
export type OnProgress = (stage: Stage, fraction: number) => void;

/** About how much of a whole job each stage takes on a CPU; only for drawing one progress value. In the order of `STAGES`. */
const SHARE: Record<Stage, number> = {
  decode: 0.05,
  preview: 0.05,
  load: 0.1,
  infer: 0.5,
  subject: 0.02,
  refine: 0.05,
  matting: 0.05,
  foreground: 0.08,
  compose: 0.02,
  encode: 0.08,
};

/** One number 0..1 for a whole job that is `fraction` through `stage`. */
export function overallProgress(stage: Stage, fraction: number): number {
  let before = 0;
  for (const earlier in SHARE) {
    if (earlier === stage) break;
    before += SHARE[earlier as Stage];
  }
  return Math.min(1, before + SHARE[stage] * fraction);
}
