import { expect, it, vi } from 'vitest';
import { familiar } from '../../../shared/library/familiar.ts';
import type { JobOptions } from '../../../shared/library/types.ts';

const host = {
  removeBackground: async (_: string, job: JobOptions) => ({ blob: new Blob([job.quality ?? 'auto']) }),
  matte: async () => ({ blob: new Blob() }),
  async preload({ onProgress }: Pick<JobOptions, 'onProgress'>) {
    onProgress?.({ stage: 'load', fraction: 1 });
  },
};

it('calls share one engine, whatever their outlines, files and progress are', async () => {
  const create = vi.fn(() => host);
  const { alphamask, preload, removeBackground } = familiar<string>(create, ({ assets, backend }) => [assets, backend]);
  await preload({ publicPath: '/a/', device: 'cpu' });
  const config = { publicPath: '/a/', device: 'cpu', model: 'small', output: { format: 'image/webp' } } as const;
  const qualities = [config, { ...config, model: 'medium' } as const].map(async (each) =>
    (await removeBackground('person.jpg', each)).text(),
  );
  expect(await Promise.all(qualities)).toEqual(['fast', 'fine']);
  await alphamask('person.jpg', { ...config, progress() {} });
  expect(create.mock.calls).toEqual([[{ assets: '/a/', backend: 'wasm' }]]);
  await alphamask('person.jpg', { ...config, publicPath: '/b/' });
  expect(create).toHaveBeenCalledTimes(2);
});

it('preload tells its progress', async () => {
  const progress = vi.fn();
  await familiar<string>(() => host, String).preload({ progress });
  expect(progress.mock.calls).toEqual([['load', 100, 100]]);
});
