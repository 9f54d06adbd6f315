import { buildModels } from '../models/main.ts';
import { readOptions } from './common/options.ts';
import { buildLibrary, LIBRARY } from './library/build-library.ts';

readOptions(
  {},
  `Builds the npm package for other people's programs into dist/library: code, types, runtime, networks.

  npm run library             then, to make a file of it: npm pack ./dist/library`,
);
await buildModels({ log: (line) => line.endsWith('up to date') || console.log(line) });
const { kilobytes } = await buildLibrary(LIBRARY);
console.log(
  `built dist/library; ${kilobytes.toFixed(1)} kB of code for browsers, compressed, without runtime and networks`,
);
