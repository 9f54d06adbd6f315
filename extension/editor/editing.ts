import { isAbort } from '../../shared/errors.ts';
import type { Box } from '../../shared/image/geometry.ts';
import { rasterize } from '../../shared/web/rasterize.ts';
import { byId } from '../common/elements/dom.ts';
import { notice } from '../common/elements/notice.ts';
import type { EditorJob } from '../common/requests/editor.ts';
import { readSettings } from '../common/storage/settings.ts';
import { inWords } from '../common/words/failure.ts';
import { languageTag, t, type WordKey } from '../common/words/words.ts';
import { createCursor } from './canvas/cursor.ts';
import { showGuide } from './canvas/guide.ts';
import { createPlaceHandles } from './canvas/place-handles.ts';
import { listenForPointers } from './canvas/pointer.ts';
import { createSceneSource } from './canvas/scene-source.ts';
import { createStage } from './canvas/stage.ts';
import { listenForKeys } from './keyboard.ts';
import { wireBackdropPanel } from './panels/backdrop-panel.ts';
import { wireHeadButton } from './panels/head-button.ts';
import { wirePanels } from './panels/panels.ts';
import { wirePlacePanel } from './panels/place-panel.ts';
import { wireSavePanel } from './panels/save-panel.ts';
import { wireTabs } from './panels/tabs.ts';
import { wireTemplatePanel } from './panels/template-panel.ts';
import type { Point } from './pixels/similarity.ts';
import { createChoosing } from './state/choosing.ts';
import { createDrawing, type Kept } from './state/drawing.ts';
import { createEdging, type Edging } from './state/edging.ts';
import { createFraming, type Framing } from './state/framing.ts';
import { createKeeping, type Store } from './state/keeping.ts';
import { createPlacing, isPlaced } from './state/placing.ts';
import { changesResult, createSettings, type Settings } from './state/settings.ts';
import { STICKER_SETTINGS } from './state/sticker-of.ts';
import { createTemplating } from './state/templating.ts';
import { createUnsaved } from './state/unsaved.ts';
import { createWork } from './work/work-client.ts';

const REMARKS: Record<NonNullable<Framing['remark']>, WordKey> = {
  nobody: 'editNobody',
  headFound: 'editHeadFound',
  headGuessed: 'editHeadGuessed',
  beyondPicture: 'editBeyondPicture',
};

const KEPT: Record<Kept, WordKey> = { one: 'editOnlyKept', nobody: 'editNobodyThere', same: 'editOnlySame' };

/** The settings that change the frame. */
const FRAMING: readonly (keyof Settings)[] = ['cropping', 'dpi', 'margin', 'moved', ...STICKER_SETTINGS];

/** Lets a picture dropped or pasted while another is edited be its background. */
export interface Editing {
  useAsBackdrop(picture: Blob): void;
}

/**
 * Opens the editor for a job, until the tab is closed.
 *
 * @param isPrivate whether the picture is from a private window, of which nothing is stored.
 * @param store undefined if nothing must be stored.
 * @throws CutoutError what `decode` throws of picture or matte.
 */
export async function startEditing(job: EditorJob, isPrivate: boolean, store?: Store): Promise<Editing> {
  const work = createWork();
  const { matte } = job;
  const picture = await held(await rasterize(job.picture));
  const opened = await work('open', { picture, ...(matte && { matte }) });
  const settings = createSettings();
  const { saveFormat: format, saveQuality: quality } = await readSettings();
  settings.set({ format, quality });
  const unsaved = createUnsaved();
  settings.on((_, changed) => {
    if (changesResult(changed)) unsaved.changed('look');
  });
  // At the start everything counts as changed.
  unsaved.saved(unsaved.now());
  const onError = (thrown: unknown) => {
    if (!isAbort(thrown)) notice(inWords(thrown).message);
  };
  const say = (sentence: string) => {
    byId('said').textContent = sentence;
  };

  let edging: Edging | undefined;
  const drawing = createDrawing(opened, work, {
    onChange: (box) => stage.invalidate(isPlaced(settings.get()) ? undefined : box),
    onRecorded() {
      unsaved.changed('look');
      edging?.onSettled();
      showState();
    },
    onSettled() {
      unsaved.changed('matte');
      frames.forget();
      placing.forget();
      framed = undefined;
      edging?.onSettled();
      scenes.follow();
      showState();
      keeping.keepStrokes();
    },
    onError,
  });
  const placing = createPlacing(drawing, settings);
  edging = createEdging(drawing, work, settings, onError);
  const keeping = createKeeping(drawing.matte, settings, store);
  const frames = createFraming(drawing.matte);
  let framed: Framing | undefined;
  const framing = () => {
    framed ??= frames.frame(settings.get());
    return framed;
  };
  settings.on((_, changed) => {
    if (FRAMING.some((key) => changed.has(key))) framed = undefined;
  });

  const canvas = byId<HTMLCanvasElement>('canvas');
  document.body.dataset.state = 'editing';
  const stage = createStage(
    byId('stage'),
    canvas,
    () => scenes.scene(),
    () => framing().frame,
  );
  const scenes = createSceneSource(canvas, drawing, settings, framing, work, () => stage.invalidate(), onError);
  const { showSize } = wireSavePanel({
    ...{ drawing, settings, scenes, work, framing, say, onError, isPrivate, unsaved, name: job.name, from: job.from },
  });

  /** Places an element over a box of the picture. */
  const lay = (element: HTMLElement, box: Box) => {
    const { x, y } = stage.toStage(box);
    element.style.transform = `translate(${x}px, ${y}px)`;
    element.style.width = `${box.width * stage.scale}px`;
    element.style.height = `${box.height * stage.scale}px`;
  };
  const showFrame = () => {
    const { frame, remark, round, guide } = framing();
    const element = byId('frame');
    const { cropping, view } = settings.get();
    element.hidden = cropping === 'all' || view !== 'result';
    element.classList.toggle('round', round === true);
    lay(element, frame);
    showGuide(guide);
    for (const said of document.querySelectorAll('.said-remark')) said.textContent = remark ? t(REMARKS[remark]) : '';
  };
  const percent = new Intl.NumberFormat(languageTag(), { style: 'percent', maximumFractionDigits: 0 });
  const choosing = createChoosing(drawing, work, {
    onBox: () => showBox(),
    onChosen: () => say(t('editChosen')),
    onError,
  });
  const showBox = () => {
    const { box } = choosing;
    byId('box').hidden = !box;
    if (box) lay(byId('box'), box);
  };
  const showState = () => {
    byId<HTMLButtonElement>('undo').disabled = !drawing.canUndo;
    byId<HTMLButtonElement>('redo').disabled = !drawing.canRedo;
    showFrame();
    showSize();
    handles.show();
    placePanel.show();
  };

  const placePanel = wirePlacePanel(placing, settings);
  wirePanels(settings);
  wireHeadButton({ drawing, work, picture, say });
  wireBackdropPanel(settings, isPrivate, say);
  wireTemplatePanel(settings, createTemplating(drawing, settings), framing);
  wireTabs(settings);
  const cursor = createCursor(stage, settings);
  const keepOnly = (at: Point) => say(t(KEPT[drawing.keepOnly(at)]));
  const isSpaceDown = listenForKeys(stage, drawing, choosing, placing, settings, cursor, say, keepOnly);
  const handles = createPlaceHandles(stage, placing, settings, isSpaceDown);
  listenForPointers(stage, drawing, choosing, settings, isSpaceDown, keepOnly);
  stage.onMoved(() => {
    const zoom = byId('zoom');
    zoom.textContent = percent.format(stage.scale);
    zoom.ariaLabel = `${zoom.textContent}: ${t('editZoomFull')}`;
    showFrame();
    showBox();
    handles.show();
  });
  settings.on((_, changed) => {
    if (changed.has('cropping')) stage.fit();
    else if (FRAMING.some((key) => changed.has(key))) stage.refit();
    showState();
  });
  byId('undo').onclick = () => drawing.undo();
  byId('redo').onclick = () => drawing.redo();
  byId('reset').onclick = () => drawing.reset();
  byId('zoom-in').onclick = () => stage.zoomBy(1.25);
  byId('zoom-out').onclick = () => stage.zoomBy(0.8);
  byId('zoom').title = t('editZoomFull');
  byId('zoom').onclick = () => stage.zoomTo(1);
  byId('fit').onclick = () => stage.fit();
  await keeping.restore(drawing);
  // Of an empty result nothing would be seen, and nobody was found: the thing is chosen by hand.
  if (!matte) settings.set({ view: 'overlay', panel: 'choose' });
  addEventListener('beforeunload', (event) => {
    if (unsaved.isAny) event.preventDefault();
  });

  return {
    useAsBackdrop: (picture) => settings.set({ backdrop: 'picture', backdropPicture: picture, panel: 'background' }),
  };
}

/** A copy in memory. What the browser keeps may be written anew or forgotten meanwhile, and Firefox then refuses at times to read it: “aborted”. */
const held = async (kept: Blob): Promise<Blob> => new Blob([await kept.arrayBuffer()], { type: kept.type });
