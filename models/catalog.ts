import type { Artifact, Catalog, Network, Precision } from '../shared/inference/catalog.ts';
import { catalogSchema } from '../shared/inference/catalog.ts';
import { sha256 } from './hash.ts';
import { BLAZEFACE, MODNET, type Pinned, PORTRAIT_S, SELFIE, SELFIE_MULTICLASS } from './sources.ts';

type Facts = Pick<Artifact, 'input' | 'output'> & { readonly from: Pinned };

const output = { name: 'output', layout: 'NCHW', meaning: 'alpha' } as const;

/** MODNet's input, which its descendant shares. */
const anySize = (shortSide: number): Artifact['input'] => ({
  name: 'input',
  layout: 'NCHW',
  size: { policy: 'multiple', multiple: 32, shortSide },
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
});

/** The input of MediaPipe's selfie networks. */
const SELFIE_INPUT: Artifact['input'] = {
  name: 'input',
  layout: 'NCHW',
  size: { policy: 'fixed', width: 256, height: 256 },
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

/** What is true of all of a network's artifacts. */
const NETWORKS: Readonly<Record<Network, Facts>> = {
  modnet: {
    input: anySize(512),
    output,
    from: MODNET,
  },
  'portrait-s': {
    input: anySize(384),
    output: { ...output, person: 'person' },
    from: PORTRAIT_S,
  },
  lite: {
    input: SELFIE_INPUT,
    output: { ...output, name: 'alpha' },
    from: SELFIE,
  },
  face: {
    input: {
      name: 'input',
      layout: 'NCHW',
      size: { policy: 'fixed', width: 128, height: 128 },
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
    output: { name: 'scores', meaning: 'log-odds' },
    from: BLAZEFACE,
  },
  parts: {
    input: SELFIE_INPUT,
    output: { name: 'classes', layout: 'NCHW', meaning: 'classes' },
    from: SELFIE_MULTICLASS,
  },
};

/** The input that a network was trained with. */
export const inputOf = (network: Network): Artifact['input'] => NETWORKS[network].input;

/** The name of a network's output for the log-odds of a person, if it has one. */
export function personOf(network: Network): string | undefined {
  const { output } = NETWORKS[network];
  return output.meaning === 'alpha' ? output.person : undefined;
}

/** An exported network, not yet written anywhere. */
export interface Exported {
  readonly network: Network;
  readonly precision: Precision;
  readonly bytes: Uint8Array;
  readonly golden?: Artifact['golden'];
}

/** An artifact's entry in the catalog; its file is named for its id and content. */
export function describe({ network, precision, bytes, golden }: Exported): Artifact {
  const { input, output, from } = NETWORKS[network];
  const id = `${network}-${precision}`;
  const hash = sha256(bytes);
  return {
    id,
    network,
    file: `${id}.${hash.slice(0, 8)}.onnx`,
    bytes: bytes.length,
    sha256: hash,
    precision,
    input,
    output,
    ...(golden && { golden }),
    licence: from.licence,
    source: { name: from.name, url: from.homepage, sha256: from.sha256 },
  };
}

/** The catalog of these artifacts, valid against the schema that its readers use. */
export const catalogOf = (artifacts: readonly Artifact[]): Catalog =>
  catalogSchema.parse({ version: 1, artifacts } satisfies { version: 1; artifacts: readonly Artifact[] });
