import * as z from 'zod/mini';
import { catalogSchema, hash, type ServedFile, text } from '../catalog.ts';

const NAME = /^[a-z0-9-]{1,40}$/;

/** Whether a network of one's own may be called so. */
export const isOwnName = (name: string): boolean => NAME.test(name);

/** A file of a network of one's own, beside the catalog and named for its content. */
const ownFile = (named: RegExp) => ({
  file: z.string().check(z.regex(named)),
  bytes: z.int().check(z.gte(1)),
  sha256: hash,
});

/** A network of one's own that is served for others to fetch: its `.onnx` file and its card. */
const ownEntrySchema = z.object({
  name: z.string().check(z.regex(NAME)),
  /** The card's name for it. */
  title: text,
  licence: text,
  ...ownFile(/^own-[a-z0-9-]+\.[0-9a-f]{8}\.onnx$/),
  card: z.object(ownFile(/^own-[a-z0-9-]+\.[0-9a-f]{8}\.json$/)),
});
export type OwnEntry = z.infer<typeof ownEntrySchema>;

/** The catalog with the networks of one's own, which clients may fetch; `own` is absent where there are none. */
export const servedCatalogSchema = z.extend(catalogSchema, { own: z.optional(z.array(ownEntrySchema)) });
export type ServedCatalog = z.infer<typeof servedCatalogSchema>;

/** Every file that a catalog names: artifacts, networks of one's own, and their cards. */
export const servedFiles = ({ artifacts, own = [] }: ServedCatalog): readonly ServedFile[] => [
  ...artifacts,
  ...own.flatMap((network) => [network, network.card]),
];
