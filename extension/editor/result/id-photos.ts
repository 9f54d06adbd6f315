import type { Colour } from '../../../shared/image/picture.ts';

/** An ID photograph as an authority wants it; lengths in millimetres. */
export interface IdPhoto {
  /** ISO 3166-1; `EU` for the Union, whose countries and the Schengen area share one size. */
  readonly country: string;
  readonly document: 'passport' | 'visa';
  /** How the authority writes the size; part of file names. */
  readonly size: string;
  readonly width: number;
  readonly height: number;
  /** From the crown to the chin: least and most. */
  readonly head: readonly [least: number, most: number];
  /** From the crown to the upper edge: in the middle of what is allowed. */
  readonly gap: number;
  /** From the lower edge to the eyes, where that is ruled: least and most. */
  readonly eyes?: readonly [least: number, most: number];
  readonly ground: Colour;
}

const WHITE: Colour = [255, 255, 255];
const LIGHT_GREY: Colour = [217, 217, 217];

/** Of ICAO Doc 9303, which most countries follow: the head is 70 to 80 % of 45 mm. */
const ICAO = { size: '35x45mm', width: 35, height: 45, head: [32, 36], gap: 4 } as const;
const TWO_INCHES = { size: '2x2in', width: 50.8, height: 50.8, head: [25, 35], gap: 4 } as const;

/** Sizes by country and document, each below the authority's own page. An authority that takes any light ground has the one that all its members take. */
export const ID_PHOTOS = {
  // https://www.icao.int/publications/Documents/9303_p3_cons_en.pdf
  eu: {
    ...ICAO,
    ...{ country: 'EU', document: 'visa', ground: LIGHT_GREY },
  },
  // https://travel.state.gov/content/travel/en/passports/how-apply/photos.html
  us: {
    ...TWO_INCHES,
    ...{ country: 'US', document: 'passport', eyes: [28, 35], ground: WHITE },
  },
  // https://www.gov.uk/photos-for-passports
  gb: {
    ...ICAO,
    ...{ country: 'GB', document: 'passport', head: [29, 34], gap: 5, ground: LIGHT_GREY },
  },
  // https://passeport.ants.gouv.fr/Vos-demarches/Photographie-d-identite
  fr: {
    ...ICAO,
    ...{ country: 'FR', document: 'passport', ground: LIGHT_GREY },
  },
  // https://indianvisaonline.gov.in/
  'in-visa': {
    ...TWO_INCHES,
    ...{ country: 'IN', document: 'visa', ground: WHITE },
  },
  // https://www.canada.ca/en/immigration-refugees-citizenship/services/canadian-passports/photos.html
  ca: {
    ...{ country: 'CA', document: 'passport', ground: WHITE },
    ...{ size: '50x70mm', width: 50, height: 70, head: [31, 36], gap: 9 },
  },
  // http://www.fmcoprc.gov.hk/eng/fwxx/wgrqz/t1418248.htm
  cn: {
    ...{ country: 'CN', document: 'visa', ground: WHITE },
    ...{ size: '33x48mm', width: 33, height: 48, head: [28, 33], gap: 4 },
  },
  // https://www.mofa.go.jp/mofaj/toko/passport/ic_photo.html
  jp: {
    ...ICAO,
    ...{ country: 'JP', document: 'passport', ground: WHITE },
  },
  // https://www.passport.go.kr/
  kr: {
    ...ICAO,
    ...{ country: 'KR', document: 'passport', ground: WHITE },
  },
  // https://www.boca.gov.tw/cp-140-467-29b1d-2.html
  tw: {
    ...ICAO,
    ...{ country: 'TW', document: 'passport', ground: WHITE },
  },
} as const satisfies Record<string, IdPhoto>;
export type IdPhotoName = keyof typeof ID_PHOTOS;

/** The authorities' own pages, to compare with. The extension itself names no address: nothing of it uses them. */
export const SOURCES: Readonly<Record<IdPhotoName, string>> = {
  eu: 'https://www.icao.int/publications/Documents/9303_p3_cons_en.pdf',
  us: 'https://travel.state.gov/content/travel/en/passports/how-apply/photos.html',
  gb: 'https://www.gov.uk/photos-for-passports',
  fr: 'https://passeport.ants.gouv.fr/Vos-demarches/Photographie-d-identite',
  'in-visa': 'https://indianvisaonline.gov.in/',
  ca: 'https://www.canada.ca/en/immigration-refugees-citizenship/services/canadian-passports/photos.html',
  cn: 'http://www.fmcoprc.gov.hk/eng/fwxx/wgrqz/t1418248.htm',
  jp: 'https://www.mofa.go.jp/mofaj/toko/passport/ic_photo.html',
  kr: 'https://www.passport.go.kr/',
  tw: 'https://www.boca.gov.tw/cp-140-467-29b1d-2.html',
};

/** The ID photograph of that name; undefined for other names. */
export const idPhotoOf = (name: string): IdPhoto | undefined =>
  Object.hasOwn(ID_PHOTOS, name) ? ID_PHOTOS[name as IdPhotoName] : undefined;
