import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { PAGE } from '../strings.ts';
import { SHARE } from './share-paths.ts';
import type { Files } from './stored.ts';
import type { Version } from './versions.ts';

const ICON = fileURLToPath(new URL('../../../extension/icons/matteo.svg', import.meta.url));
const PAPER = '#f5f1e8';
/** The square inside the icon's round corners, in its 64 units: what systems may cut to a shape of their own. */
const INNER = { from: 6.4, side: 51.2 };

/** The web app's manifest (W3C Web Application Manifest, with Web Share Target). */
const manifest = () => ({
  id: '/',
  name: PAGE.name,
  short_name: PAGE.name,
  description: PAGE.description,
  lang: 'en',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: PAPER,
  theme_color: PAPER,
  categories: ['photo', 'utilities'],
  icons: [
    { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icons/maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  share_target: {
    action: SHARE,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'picture', accept: ['image/*'] }] },
  },
});

/** Writes `manifest.webmanifest` and the icons that it names into `outDir`. */
export async function buildManifest(outDir: string): Promise<void> {
  const svg = await readFile(ICON);
  const icons = join(outDir, 'icons');
  await mkdir(icons, { recursive: true });
  const drawn = (side: number) => sharp(svg, { density: 1200 }).resize(side, side).png({ compressionLevel: 9 });
  for (const side of [192, 512]) await drawn(side).toFile(join(icons, `${side}.png`));
  const scale = 512 / INNER.side;
  const whole = await drawn(Math.round(64 * scale)).toBuffer();
  const corner = Math.round(INNER.from * scale);
  await sharp(whole)
    .extract({ left: corner, top: corner, width: 512, height: 512 })
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toFile(join(icons, 'maskable.png'));
  await writeFile(join(outDir, 'manifest.webmanifest'), JSON.stringify(manifest(), null, 2));
}

/** Size and hash of files of the site, by path; `/` is `index.html`. */
export async function describe(outDir: string, paths: readonly string[]): Promise<Files> {
  const described = paths.toSorted().map(async (path) => {
    const content = await readFile(join(outDir, path === '/' ? 'index.html' : path));
    return [path, { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}

/** The version that these files are. */
export const versionOf = (page: Files, large: Files): Version => ({
  id: createHash('sha256')
    .update(JSON.stringify([page, large]))
    .digest('hex')
    .slice(0, 16),
  page,
  large,
});
