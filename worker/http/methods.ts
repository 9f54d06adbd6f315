import type { Handler } from 'hono';
import { ProblemError } from '../problems.ts';

/** Answers, after a route's own handlers, every method that the route doesn't have. */
export const onlyMethods =
  (...methods: string[]): Handler =>
  ({ req }) => {
    const allow = methods.join(', ');
    throw new ProblemError('method-not-allowed', `${req.path} answers ${allow} only, not ${req.method}.`, {
      Allow: allow,
    });
  };
