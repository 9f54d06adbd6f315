import { drawnPhoto } from '../test/fixtures/drawn.ts';
import { answerHelp, endWithUsage } from './common/options.ts';
import { type Check, smoke } from './smoke/checks.ts';

const USAGE = `Checks a deployed Worker.

  npm run smoke -- URL [--batch]

--batch: also a batch of three pictures, one of them broken, which is removed at the end.

MATTEO_TOKEN in the environment is sent as bearer token. Exit status: 0 all well, 1 something failed, 2 usage.`;

answerHelp(USAGE);
const args = process.argv.slice(2);
const withBatch = args.includes('--batch');
const [address] = args.filter((one) => one !== '--batch');
if (!address || !URL.canParse(address)) endWithUsage(USAGE, address && `“${address}” is no address.`);

const failed: Check[] = [];
for await (const check of smoke(new URL(address).origin, await drawnPhoto(), process.env.MATTEO_TOKEN, withBatch)) {
  console.log(`${check.failure ? 'FAIL' : 'ok  '}  ${check.name.padEnd(34)} ${check.failure ?? check.seen}`);
  if (check.failure) failed.push(check);
}
console.log(failed.length === 0 ? 'All well.' : `${failed.length} failed.`);
process.exitCode = failed.length === 0 ? 0 : 1;
