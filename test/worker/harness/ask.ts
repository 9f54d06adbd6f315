import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { problemSchema } from '../../../shared/contracts/http.ts';
import { type Artifact, catalogSchema } from '../../../shared/inference/catalog.ts';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A file of models/dist. */
export const built = (file: string) => readFile(`models/dist/${file}`);

/** The artifacts of models/dist, as its catalog lists them. */
export async function builtArtifacts(): Promise<Artifact[]> {
  return catalogSchema.parse(JSON.parse((await built('catalog.json')).toString())).artifacts;
}

/** Reads an answer that must be problem details. */
export async function problemOf(response: Response) {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.detail).toMatch(/^[A-Z/].*\.$/);
  return problem;
}
