import { zipSync } from 'fflate';

export type Files = Readonly<Record<string, Uint8Array>>;

/** A zip that depends on nothing but the names and bytes of its files. */
export function reproducibleZip(files: Files): Uint8Array {
  const sorted = Object.keys(files).sort();
  // The first moment a zip can name; zips tell the hour on the spot, wherever that is.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(sorted.map((name) => [name, files[name]])), { level: 9, mtime, os: 0 });
}
