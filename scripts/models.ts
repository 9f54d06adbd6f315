import { buildModels } from '../models/main.ts';

try {
  await buildModels({ log: (line) => console.log(line) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
