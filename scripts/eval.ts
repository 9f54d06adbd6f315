import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { boundaryF, iou, type Mask } from '../models/metrics.ts';

const USAGE = `Measures mattes against masks.

  npm run cutout -- DATA/*.jpg --matte MATTES/
  npm run eval -- --data DATA --mattes MATTES

DATA holds ID.mask.png (255 is person), MATTES the ID-matte.png of the terminal command; a missing matte counts as empty.`;

async function readMask(path: string): Promise<Mask> {
  const { data, info } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8Array.from(data, (value) => (value > 127 ? 1 : 0)) };
}

const { values } = parseArgs({ options: { data: { type: 'string' }, mattes: { type: 'string' } } });
if (!values.data || !values.mattes) {
  console.error(USAGE);
  process.exit(2);
}
const ids = readdirSync(values.data)
  .filter((name) => name.endsWith('.mask.png'))
  .map((name) => name.slice(0, -'.mask.png'.length));

const rows: { id: string; iou: number; boundary: number }[] = [];
for (const id of ids) {
  const truth = await readMask(join(values.data, `${id}.mask.png`));
  const matte = join(values.mattes, `${id}-matte.png`);
  const found = existsSync(matte) ? await readMask(matte) : { ...truth, data: new Uint8Array(truth.data.length) };
  rows.push({ id, iou: iou(found, truth), boundary: boundaryF(found, truth) });
}
rows.sort((a, b) => a.iou - b.iou);
const mean = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const quantile = (q: number) => rows[Math.floor(q * (rows.length - 1))].iou;
console.log(`${rows.length} pictures in ${values.data}`);
console.log(`IoU mean ${mean(rows.map((row) => row.iou)).toFixed(4)}`);
console.log(
  `IoU median ${quantile(0.5).toFixed(4)}, 5th percentile ${quantile(0.05).toFixed(4)}, worst ${quantile(0).toFixed(4)}`,
);
console.log(`boundary F (3 px) mean ${mean(rows.map((row) => row.boundary)).toFixed(4)}`);
console.log(
  `worst: ${rows
    .slice(0, 5)
    .map((row) => `${row.id} ${row.iou.toFixed(3)}`)
    .join(', ')}`,
);
