/// <reference lib="webworker" />

import { reportOf } from '../../../shared/errors.ts';
import type { Answer, Call, Tasks } from './create-calls.ts';

/** Does the tasks that this worker is called for (`createCalls`). Buffers in a result move, nothing is copied. */
export function answerCalls<Of extends Tasks<Of>>(
  tasks: {
    readonly [Name in keyof Of]: (request: Parameters<Of[Name]>[0]) => Promise<ReturnType<Of[Name]>>;
  },
): void {
  self.onmessage = async ({ data }: MessageEvent<Call<Of>>) => {
    const { id, name, request } = data;
    try {
      const result = await tasks[name](request);
      self.postMessage({ id, result } satisfies Answer, buffersOf(result));
    } catch (thrown) {
      self.postMessage({ id, error: reportOf(thrown) } satisfies Answer);
    }
  };
}

/** The buffers of all typed arrays in a value. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (value === null || typeof value !== 'object' || value instanceof Blob) return [];
  return Object.values(value).flatMap(buffersOf);
}
