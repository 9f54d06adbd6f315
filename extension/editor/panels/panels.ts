import { byId } from '../../common/elements/dom.ts';
import { languageTag } from '../../common/words/words.ts';
import type { SettingsStore } from '../state/settings.ts';
import { bindings } from './bind.ts';

/** Steps of the controls of edges to the picture's longer side: one is a pixel of a phone's photograph. */
const EDGE_STEPS = 4000;

/** The controls of all panels and the bar, tied to the settings. */
export function wirePanels(settings: SettingsStore): void {
  const bind = bindings(settings);
  const percent = new Intl.NumberFormat(languageTag(), { style: 'percent', maximumFractionDigits: 1 });
  const share = (value: number) => percent.format(value);

  bind.radios('mode', 'mode');
  bind.radios('choosing', 'choosing');
  for (const id of ['size', 'smart-size']) bind.range(id, 'size', 1, String);
  bind.range('softness', 'softness', 100, share);
  const signed = new Intl.NumberFormat(languageTag(), { signDisplay: 'exceptZero' });
  bind.range('edge-shift', 'edgeShift', EDGE_STEPS, (value) => signed.format(Math.round(value * EDGE_STEPS)));
  bind.range('edge-feather', 'edgeFeather', EDGE_STEPS, (value) => String(Math.round(value * EDGE_STEPS)));
  bind.checkbox('decontaminated', 'decontaminated');
  bind.select('view', 'view');
  bind.colour('contrast', 'contrast');

  bind.radios('backdrop', 'backdrop');
  bind.colour('backdrop-colour', 'backdropColour', { backdrop: 'colour' });

  bind.range('backdrop-blur', 'backdropBlur', 100, share);

  bind.colour('gradient-from', 'gradientFrom', { backdrop: 'gradient' });
  bind.colour('gradient-to', 'gradientTo', { backdrop: 'gradient' });
  const degrees = new Intl.NumberFormat(languageTag(), { style: 'unit', unit: 'degree', unitDisplay: 'narrow' });
  bind.range('gradient-angle', 'gradientAngle', 1, (value) => degrees.format(value));

  bind.range('margin', 'margin', 100, share);
  byId('recentre').onclick = () => settings.set({ moved: { x: 0, y: 0 } });

  bind.checkbox('outlined', 'outlined');
  bind.colour('outline-colour', 'outlineColour', { outlined: true });
  bind.range('outline-width', 'outlineWidth', 1000, share);
  bind.checkbox('shaded', 'shaded');
  bind.radios('shadow-on', 'shadowOn');
  const aside = new Intl.NumberFormat(languageTag(), { style: 'percent', signDisplay: 'exceptZero' });
  bind.range('shadow-lean', 'shadowLean', 100, (value) => aside.format(value));
  bind.range('shadow-opacity', 'shadowOpacity', 100, share);
  bind.range('shadow-blur', 'shadowBlur', 1000, share);
  bind.range('shadow-distance', 'shadowDistance', 1000, share);

  bind.radios('format', 'format');
  bind.range('quality', 'quality', 100, share);

  settings.on((now) => {
    document.body.dataset.panel = now.panel;
    byId('contrast').hidden = now.view !== 'colour';
    byId('only-hint').hidden = now.mode !== 'only';
    for (const id of ['size', 'softness']) byId<HTMLInputElement>(id).disabled = now.mode === 'only';
    byId('box-hint').hidden = now.choosing !== 'box';
    byId('smart-hint').hidden = now.choosing === 'box';
    byId<HTMLInputElement>('smart-size').disabled = now.choosing === 'box';
    byId('quality-row').hidden = now.format === 'image/png';
    byId('opaque').hidden = now.format !== 'image/jpeg' || now.backdrop !== 'none';
    for (const id of ['outline-width']) byId<HTMLInputElement>(id).disabled = !now.outlined;
    for (const id of ['shadow-opacity', 'shadow-blur', 'shadow-distance', 'shadow-lean']) {
      byId<HTMLInputElement>(id).disabled = !now.shaded;
    }
    for (const input of document.querySelectorAll<HTMLInputElement>('[name="shadow-on"]')) input.disabled = !now.shaded;
    byId('distance-row').hidden = now.shadowOn !== 'behind';
    byId('lean-row').hidden = now.shadowOn !== 'ground';
    byId('blur-row').hidden = now.backdrop !== 'blur';
    byId('angle-row').hidden = now.backdrop !== 'gradient';
    byId<HTMLInputElement>('margin').disabled = now.cropping === 'all';
  });
}
