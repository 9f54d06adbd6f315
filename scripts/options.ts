import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Says what is wrong with the command line and how the command is used, and ends the process. */
export function endWithUsage(usage: string, wrong?: string): never {
  console.error(wrong ? `${wrong}\n\n${usage}` : usage);
  process.exit(2);
}

/** What was asked for on the command line; with an option that isn't one, or `--help`, the process ends with `usage`. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
  usage: string,
) {
  if (process.argv.includes('--help')) endWithUsage(usage);
  try {
    return parseArgs({ options }).values;
  } catch (thrown) {
    return endWithUsage(usage, (thrown as Error).message);
  }
}
