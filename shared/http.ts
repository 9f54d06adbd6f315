import { z } from 'zod';

/** Why a request was declined; the last part of a problem's `type`. Stable: clients act on these. */
export const PROBLEMS = ['not-found', 'method-not-allowed', 'unavailable', 'internal'] as const;
export type ProblemName = (typeof PROBLEMS)[number];

/** The body of every answer that is an error: problem details (RFC 9457), `application/problem+json`. */
export const problemSchema = z.object({
  type: z.templateLiteral(['/problems/', z.enum(PROBLEMS)]),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  /** One sentence: what is wrong, and the way on where there is one. */
  detail: z.string().min(1),
});
export type Problem = z.infer<typeof problemSchema>;

/** The body of `GET /healthz`. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string().min(1),
  /** SHA-256 of the catalog's bytes: equal hashes serve equal artifacts. */
  catalog: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Health = z.infer<typeof healthSchema>;
