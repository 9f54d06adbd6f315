import type { Matte } from '../../shared/image/picture.ts';
import { grey, sheet, tile } from '../evaluate/look.ts';
import type { Overlap, Seen } from './measure.ts';

interface Kept {
  readonly by: number;
  readonly label: string;
  readonly tiles: readonly Buffer[];
}

/** Keeps what the second of two subjects did worse, the worst first, as rows of tiles: picture, mask, first, second. */
export class Regressions {
  private kept: Kept[] = [];

  /** @param most at most so many rows are kept. */
  constructor(private readonly most = 20) {}

  async see([first, second]: readonly Overlap[], { picture, mask, mattes }: Seen): Promise<void> {
    const by = second.iou - first.iou;
    const isAmong = this.kept.length < this.most || by < (this.kept.at(-1)?.by ?? 0);
    if (by >= 0 || !isAmong) return;
    const shown = [picture, ...[mask, ...mattes].map((matte: Matte) => grey(matte))];
    const tiles = await Promise.all(shown.map(tile));
    const label = `${first.id}   IoU ${first.iou.toFixed(4)} → ${second.iou.toFixed(4)}`;
    this.kept = [...this.kept, { by, label, tiles }].sort((a, b) => a.by - b.by).slice(0, this.most);
  }

  /** A PNG, or nothing where nothing got worse. */
  async drawn(): Promise<Buffer | undefined> {
    return this.kept.length > 0 ? sheet(this.kept) : undefined;
  }
}
