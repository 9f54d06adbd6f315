import { expect, it } from 'vitest';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';

it('env.batches of wrangler.toml binds what batches need, and takes one picture a call', () => {
  const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml', 'batches');
  const { durableObjects = {}, r2Buckets = {}, queueProducers = {}, queueConsumers = {} } = workerOptions;
  expect(Object.keys(durableObjects).sort()).toEqual(['BATCHES', 'BATCH_OWNERS']);
  expect(Object.keys(r2Buckets).sort()).toEqual(['BATCH_PICTURES', 'MODELS']);
  expect(Object.keys(queueProducers).sort()).toEqual(['BATCH_DEAD_LETTERS', 'BATCH_QUEUE', 'BATCH_SMALL_QUEUE']);
  const consumers = Object.entries(queueConsumers as Record<string, { maxBatchSize: number; deadLetterQueue: string }>);
  expect(consumers.map(([name]) => name).sort()).toEqual(['matteo-batches', 'matteo-batches-small']);
  for (const [, { maxBatchSize, deadLetterQueue }] of consumers) {
    expect(maxBatchSize).toBe(1);
    expect(deadLetterQueue).toBe('matteo-batches-dead');
  }
});
