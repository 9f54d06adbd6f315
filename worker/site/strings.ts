import type { Backend } from '../../shared/inference/engine.ts';
import type { Quality } from '../../shared/pipeline/options.ts';
import type { Stage } from '../../shared/pipeline/stages.ts';

/** What stands in index.html at `{{key}}`. */
export const PAGE = {
  title: 'Matteo: cut people out of pictures',
  description:
    'Cut people out of any picture, in your browser, on your own device. Nothing is uploaded without your yes.',
  name: 'Matteo',
  privacy: 'The picture stays on this device; nothing is uploaded without your yes',
  headlineStays: 'The person stays.',
  headlineGoes: 'The background goes.',
  lead: 'Give Matteo a photograph and get a clean cutout at its own size, strand by strand, made on this device.',
  choose: 'Choose a picture',
  ways: 'or drop one anywhere, or paste it.',
  formats: 'JPEG, PNG, WebP, AVIF, GIF: what this browser can show, Matteo can cut.',
  drop: 'Drop the picture anywhere',
  samples: 'No picture at hand? Try a drawn one:',
  sampleStreet: 'A woman with red hair in a street at dusk',
  sampleWaving: 'A woman with dark hair who waves',
  sampleShelf: 'A woman with fair hair before a bookshelf',
  sampleName: 'sample',
  install: 'With the extension it takes a right-click on a picture in any page:',
  installChrome: 'Matteo for Chrome',
  installFirefox: 'Matteo for Firefox',
  scriptNeeded: 'Matteo works inside this page and needs JavaScript for it.',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  progress: 'Progress of the cutout',
  yourPicture: 'Your picture',
  stage: 'The picture; scroll to move around when zoomed in',
  compare: 'Compare',
  compareFrom: 'Cutout',
  compareTo: 'Original',
  background: 'Background',
  backgroundNote: 'You download what you see; the checkerboard is transparent.',
  none: 'None, transparent',
  white: 'White',
  black: 'Black',
  green: 'Green',
  colour: 'Colour',
  pickColour: 'Pick the background’s colour',
  gradient: 'Gradient',
  gradientTop: 'Above',
  gradientBottom: 'Below',
  blur: 'Its own background, blurred',
  ownPicture: 'Your own picture',
  chooseBackground: 'Choose a picture as the background',
  zoom: 'Zoom',
  fit: 'Fit',
  quality: 'Quality',
  qualityAuto: 'Automatic',
  qualityFast: 'Fast',
  qualityFine: 'Fine',
  qualityNote:
    'Automatic is fine on the graphics card, and fast on the processor, where fine takes several times as long. A change cuts the picture out again.',
  downloadCutout: 'Download cutout',
  downloadMatte: 'Download mask',
  copy: 'Copy cutout',
  another: 'Another picture',
  startOver: 'Start over',
  stageHeading: 'Stage',
  timeHeading: 'Time',
  catalogLink: 'Networks and licences',
  docsLink: 'For developers: the API',
} as const;

/** What the page says while it works. */
export const SAY = {
  starting: 'Starting…',
  finished: 'The cutout is ready.',
  cancelled: 'Cancelled.',
  tryAgain: 'Try again',
  unsure: 'Not sure this is a person; keep the cutout, or try another picture.',
  keep: 'Keep it',
  sendOnce: 'Send this time',
  sendAlways: 'Always',
  sendNot: 'No',
  copied: 'The cutout is on the clipboard.',
  copyFailed: 'The browser refused the clipboard; download the cutout instead.',
  noFileDropped: 'That is not a picture file; save the picture first, or copy it and paste it here.',
  nothingPasted: 'There is no picture on the clipboard; copy one and paste again.',
  sampleMissing: 'The sample could not be fetched; check the connection, or choose a picture of your own.',
  unnamed: 'picture',
  size: (width: number, height: number) => `${width} × ${height}`,
  summary: (seconds: string, backend: Backend, quality: Quality) =>
    `Done in ${seconds} on ${BACKEND[backend]}${quality === 'fine' ? ', with fine edges' : ''}`,
  original: 'The original picture',
  cutout: 'The cutout',
  position: (percent: number) => `${percent} % original`,
} as const;

/** What is said while a stage runs. */
export const STAGE: Record<Stage, string> = {
  load: 'Getting the networks ready',
  decode: 'Reading the picture',
  preview: 'Taking a first look',
  infer: 'Drawing the mask',
  subject: 'Looking for people',
  refine: 'Refining the edges',
  matting: 'Drawing fine strands',
  foreground: 'Cleaning colours along the edges',
  compose: 'Composing the cutout',
  encode: 'Writing the files',
};

/** What a network ran on, in words. */
export const BACKEND: Record<Backend, string> = {
  'webgpu-f16': 'the graphics card (WebGPU, half precision)',
  webgpu: 'the graphics card (WebGPU)',
  wasm: 'the processor',
  remote: 'a server, with your consent',
};
