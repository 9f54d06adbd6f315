import { byId } from '../../common/elements/dom.ts';
import { angleOf, applied, IDENTITY, isIdentity, scaleOf } from '../pixels/similarity.ts';
import type { Placing } from '../state/placing.ts';
import type { SettingsStore } from '../state/settings.ts';

/** Numbers that say where the person is put, and change it: one step each. Where nothing else is seen, the result is looked at. */
export function wirePlacePanel(placing: Placing, settings: SettingsStore): { show(): void } {
  const field = (id: string) => byId<HTMLInputElement>(`place-${id}`);
  const now = () => settings.get().placing;
  /** How far the person's middle is from where it was in the picture. */
  const away = () => {
    const { x, y, width, height } = placing.box;
    const home = { x: x + width / 2, y: y + height / 2 };
    const to = applied(now(), home);
    return { x: to.x - home.x, y: to.y - home.y };
  };
  const change = (id: string, act: (value: number) => void) => {
    const input = field(id);
    input.onchange = () => {
      const value = input.valueAsNumber;
      if (Number.isFinite(value)) {
        placing.begin();
        act(Math.min(Number(input.max), Math.max(Number(input.min), value)));
        placing.end();
      }
      show();
    };
  };
  change('x', (x) => placing.move({ x: x - away().x, y: 0 }));
  change('y', (y) => placing.move({ x: 0, y: y - away().y }));
  change('scale', (percent) => placing.turn(percent / 100 / scaleOf(now()), 0));
  change('angle', (degrees) => placing.turn(1, degrees - angleOf(now())));
  byId('place-reset').onclick = () => placing.reset(IDENTITY);

  const show = () => {
    if (settings.get().panel !== 'place') return;
    const { x, y } = away();
    const values = { x, y, scale: scaleOf(now()) * 100, angle: angleOf(now()) };
    for (const [id, value] of Object.entries(values)) field(id).value = String(Math.round(value) || 0);
    byId<HTMLButtonElement>('place-reset').disabled = isIdentity(now());
  };
  settings.on(({ panel, view }, changed) => {
    if (changed.has('panel') && panel === 'place' && view !== 'result') settings.set({ view: 'result' });
    if (changed.has('placing') || changed.has('panel')) show();
  });
  return { show };
}
