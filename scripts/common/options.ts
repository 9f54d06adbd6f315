import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Says how the command is used and, last, where it is seen, what is wrong with the command line; ends the process. */
export function endWithUsage(usage: string, wrong?: string): never {
  console.error(wrong ? `${usage}\n\n${wrong}` : usage);
  process.exit(2);
}

/** With `--help` among the words of the command line the process ends with `usage`. */
export function answerHelp(usage: string): void {
  if (!process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return;
  console.log(usage);
  process.exit(0);
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What was asked for on the command line; with an option that isn't one, or `--help`, the process ends with `usage`. */
export function readOptions<const Known extends Options>(
  options: Known,
  usage: string,
  args: string[] = process.argv.slice(2),
) {
  const { values, positionals } = readOptionsAndWords(options, usage, args);
  return positionals.length === 0 ? values : endWithUsage(usage, `What is “${positionals[0]}”?`);
}

/** The same where words may stand among the options. */
export function readOptionsAndWords<const Known extends Options>(
  options: Known,
  usage: string,
  args: string[] = process.argv.slice(2),
) {
  answerHelp(usage);
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (thrown) {
    return endWithUsage(usage, (thrown as Error).message);
  }
}

/** The words of the command line, each of which must be one of `known`; with another one, or `--help`, the process ends. */
export function readNames(known: readonly string[], usage: string): string[] {
  answerHelp(usage);
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) endWithUsage(usage, `There is no “${unknown}”: choose among ${known.join(', ')}.`);
  return names;
}
