import type { Background } from '../../../contracts/settings.ts';

/** What a person wants under a cutout: nothing, a colour, the picture's own background out of focus, or a picture. */
export type Choice = Background | { readonly kind: 'picture'; readonly picture: Blob };
