import { type Card, readCard, type Weights } from '../../shared/inference/card.ts';
import { sha256 } from '../hash.ts';
import { ALPHA, type Converted } from './convert.ts';
import { headInWords } from './head.ts';
import { inspect } from './inspect.ts';

export interface Facts {
  readonly name: string;
  /** What the exported file is called. */
  readonly file: string;
  readonly weights: Weights;
  readonly licence: string;
  /** What stands for the mask of a first frame, where the network takes one. Default: nothing. */
  readonly first?: 'lite' | undefined;
  readonly source: { readonly file: string; readonly bytes: Uint8Array };
}

/** The card of a converted network, valid against the schema that its readers use. */
export async function cardOf(
  converted: Converted,
  { name, file, weights, licence, first, source }: Facts,
): Promise<Card> {
  const { onnx, model, format, head, spec, input, output, alpha } = converted;
  const { parameters, multiplyAdds } = await inspect(model);
  const matte = Uint8ClampedArray.from(alpha, (value) => value * 255);
  const card: Card = {
    version: 1,
    name,
    file,
    bytes: onnx.length,
    sha256: sha256(onnx),
    weights,
    input: spec,
    ...(input[1] === 4 && { fourth: 'previous-mask' as const, ...(first && { first }) }),
    output: { name: ALPHA, layout: 'NCHW', meaning: 'alpha' },
    head: headInWords(head),
    golden: { width: output[3], height: output[2], alpha: Buffer.from(matte).toString('base64') },
    parameters,
    multiplyAdds,
    licence,
    source: { file: source.file, format, sha256: sha256(source.bytes) },
  };
  return readCard(JSON.stringify(card));
}

/** The same for people, as Markdown. */
export function cardInWords(card: Card): string {
  const { width, height } = card.golden;
  const { mean, std } = card.input;
  const [black, white] = [0, 1].map((value) => Number(((value - mean[0]) / std[0]).toFixed(3)));
  const rows = [
    ['file', `\`${card.file}\`, ${card.bytes.toLocaleString('en')} bytes, SHA-256 \`${card.sha256}\``],
    ['made from', `\`${card.source.file}\` (${card.source.format}), SHA-256 \`${card.source.sha256}\``],
    ['input', `\`${card.input.name}\`, ${width} × ${height}, RGB from ${black} (black) to ${white} (white)`],
    ...(card.fourth
      ? [
          [
            'fourth channel',
            `the matte of the frame before, 0 to 1; ${card.first ? 'what lite sees' : 'empty'} for a first one`,
          ],
        ]
      : []),
    ['output', `\`${card.output.name}\`, ${width} × ${height}, alpha 0 to 1`],
    ['head', `\`${card.head}\``],
    ['weights', card.weights],
    ['parameters', card.parameters.toLocaleString('en')],
    ['multiply-adds', card.multiplyAdds.toLocaleString('en')],
    ['licence', card.licence],
  ];
  return `# ${card.name}\n\n| | |\n|---|---|\n${rows.map(([key, value]) => `| ${key} | ${value.replaceAll('|', '\\|')} |`).join('\n')}\n`;
}
