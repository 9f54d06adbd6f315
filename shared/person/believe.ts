import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import { agreementOf, type Evidence } from './evidence.ts';
import { reachOf } from './veto.ts';

/** Looks at one picture, alpha `[1, 1, height, width]`, 0..1, of any sizes. */
export interface Looks {
  /** Of the network that draws the matte. */
  readonly near: Tensor;
  /** Of lite. */
  readonly lite: Tensor;
  /** Of the network that draws the matte, at a smaller size. */
  readonly far?: Tensor | undefined;
  /** Of MODNet. */
  readonly edges?: Tensor | undefined;
}

/** Another look counts where its soft intersection over union with the near one is above this. */
const AGREES = { far: 0.9, edges: 0.75 };

/**
 * The weights of the looks. Lite alone knows best what a person is. Where a third look agrees with the near one, the three
 * together know better (models/LOG.md has the measurements).
 */
const WITH_EDGES = [1 / 3, 1 / 3, 1 / 3];
const WITH_FAR = [0.4, 0.3, 0.3];
const ALONE = [0.35, 0.65];

/** Where less than this share of the people would be left without what may be a leak, it is none. */
const MOST_LEAKED = 0.5;

/**
 * What all looks together say belongs to a person. Where `near` or `lite` shows nothing, the other decides.
 *
 * @param evidence what `weigh` made of `lite` and `near`.
 * @returns the probability of a person at each pixel, at the size of `lite`, or of `near` where lite shows nothing.
 */
export function believe(
  { near, lite, far, edges }: Looks,
  { isNearBlank, isLiteBlank }: Pick<Evidence, 'isNearBlank' | 'isLiteBlank'>,
): Tensor {
  if (isNearBlank) return lite;
  if (isLiteBlank) return near;
  if (edges && agreementOf(near, edges) > AGREES.edges) return weighted([near, lite, edges], WITH_EDGES, lite);
  const alone = weighted([near, lite], ALONE, lite);
  if (!far || agreementOf(near, far) <= AGREES.far) return alone;
  const three = weighted([near, lite, far], WITH_FAR, lite);
  // One network twice is no second witness of what is far from all that lite sees. But a leak is smaller than a person.
  const reach = reachOf(lite).data;
  const within = three.data.map((share, i) => alone.data[i] + (share - alone.data[i]) * reach[i]);
  return areaOf(within) < MOST_LEAKED * areaOf(three.data) ? three : { dims: lite.dims, data: within };
}

/** How many pixels are more likely of a person than not. */
const areaOf = (belief: Float32Array): number => belief.reduce((area, share) => area + Number(share > 0.5), 0);

/** The weighted mean of `looks`, at the size of `size`. */
function weighted(looks: readonly Tensor[], weights: readonly number[], { dims }: Tensor): Tensor {
  const sum = new Float32Array(dims[2] * dims[3]);
  for (const [i, look] of looks.entries()) {
    const sized = resizePlane(look.data, look.dims[3], look.dims[2], dims[3], dims[2]);
    for (let at = 0; at < sum.length; at++) sum[at] += weights[i] * sized[at];
  }
  return { dims, data: sum };
}
