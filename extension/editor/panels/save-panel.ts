import { MAX_SIDE } from '../../../shared/sniff/limits.ts';
import { byId, disabledWhile } from '../../common/elements/dom.ts';
import { h } from '../../common/elements/element.ts';
import { save } from '../../common/engine/ask-engine.ts';
import { named } from '../../common/files/named.ts';
import { readSettings } from '../../common/storage/settings.ts';
import { t } from '../../common/words/words.ts';
import type { PlaceInTab } from '../../contracts/messages.ts';
import { SAVE_SIZES } from '../../contracts/settings.ts';
import type { SceneSource } from '../canvas/scene-source.ts';
import { widthAtMost } from '../result/frame.ts';
import { idOutput } from '../result/id-photo.ts';
import { idPhotoOf } from '../result/id-photos.ts';
import type { Drawing } from '../state/drawing.ts';
import type { Framing } from '../state/framing.ts';
import type { SettingsStore } from '../state/settings.ts';
import type { Unsaved } from '../state/unsaved.ts';
import type { Worked } from '../work/work-client.ts';
import { finished, finishedMatte, type Output, sizeToSave } from './export.ts';
import { wirePutBack } from './put-back.ts';

interface SavePanel {
  readonly drawing: Drawing;
  readonly settings: SettingsStore;
  readonly scenes: SceneSource;
  readonly work: Worked;
  readonly name: string;
  readonly isPrivate: boolean;
  /** The place in a page that the picture came from. */
  readonly from: PlaceInTab | undefined;
  /** Told of what was saved, copied or put back. */
  readonly unsaved: Pick<Unsaved, 'now' | 'saved'>;
  framing(): Framing;
  say(sentence: string): void;
  onError(thrown: unknown): void;
}

/** Size, format, and the buttons that save or copy. */
export function wireSavePanel(panel: SavePanel): { showSize(): void } {
  const { drawing, settings, scenes, work, name, isPrivate, from, unsaved, framing, say } = panel;
  const buttons = ['save', 'copy', 'save-matte', 'put-back'].map((id) => byId<HTMLButtonElement>(id));
  const [width, height] = ['width', 'height'].map((id) => byId<HTMLInputElement>(id));
  const longest = byId<HTMLSelectElement>('save-size');
  longest.options[0].after(
    ...SAVE_SIZES.filter((size) => size !== 'full').map((size) =>
      h('option', { value: size }, t('saveSizeMost', size)),
    ),
  );

  const showSize = () => {
    const size = sizeToSave(framing(), settings.get().width);
    width.value = String(size.width);
    height.value = String(size.height);
    width.disabled = height.disabled = framing().fixed !== undefined;
    byId('size-row').hidden = framing().fixed !== undefined;
    const side = String(Math.max(size.width, size.height));
    const isOwn = settings.get().width === undefined;
    longest.value = isOwn ? '' : [...longest.options].some(({ value }) => value === side) ? side : 'custom';
  };
  const setWidth = (wide: number) => {
    const { frame } = framing();
    const most = Math.floor(MAX_SIDE * Math.min(1, frame.width / frame.height));
    const own = frame.width;
    const valid = Number.isFinite(wide) && wide >= 1 ? Math.min(most, Math.round(wide)) : own;
    settings.set({ width: valid === own ? undefined : valid });
    showSize();
  };
  width.onchange = () => setWidth(width.valueAsNumber);
  height.onchange = () => setWidth((height.valueAsNumber * framing().frame.width) / framing().frame.height);
  longest.onchange = () => {
    if (longest.value === 'custom') return;
    const { frame } = framing();
    setWidth(longest.value ? widthAtMost(frame, Number(longest.value)) : frame.width);
  };
  settings.on(showSize);

  const attempt = async (work: () => Promise<void>, done: string, isMask = false) => {
    const changes = unsaved.now();
    say(t('saving'));
    try {
      await disabledWhile(buttons, work);
      say(done);
      unsaved.saved(changes, isMask);
    } catch (thrown) {
      say('');
      panel.onError(thrown);
    }
  };
  const now = async (output: Output = {}) =>
    finished(drawing, settings.get(), framing(), await scenes.shown(), work, output);
  const saveAs = (output: string, made: () => Promise<Blob>) =>
    attempt(
      async () => {
        const pattern = (await readSettings()).fileName;
        const file = await named(await made(), name, output, { pattern });
        await save(file.picture, file.name, isPrivate);
      },
      t('saved'),
      output === 'matte',
    );

  byId('save').onclick = () => {
    const photo = idPhotoOf(settings.get().cropping);
    void saveAs(photo ? idOutput(photo) : 'cutout', now);
  };
  byId('save-matte').onclick = () => void saveAs('matte', () => finishedMatte(drawing, work));
  byId('copy').onclick = () =>
    attempt(
      () => navigator.clipboard.write([new ClipboardItem({ 'image/png': now({ format: 'image/png' }) })]),
      t('copied'),
    );
  if (from) {
    const edited = async () => ({
      cutout: await now({ format: 'image/png', within: drawing.picture[0] }),
      matte: await finishedMatte(drawing, work),
      // A picture of the person's own.
      ...(settings.get().backdrop === 'picture' && { secret: true as const }),
    });
    wirePutBack(from, (put) => attempt(async () => put(await edited()), t('editPutBack')));
  }
  return { showSize };
}
