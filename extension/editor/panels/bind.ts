import { parseColour } from '../../../shared/image/parse-colour.ts';
import type { Colour } from '../../../shared/image/picture.ts';
import { byId } from '../../common/elements/dom.ts';
import type { Settings, SettingsStore } from '../state/settings.ts';

/** The settings whose values are of a kind. */
type KeysOf<Kind> = { [Key in keyof Settings]: Settings[Key] extends Kind ? Key : never }[keyof Settings];

const hex = (colour: Colour): string => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** Controls that show a setting and change it, by the control's id or its radios' name. */
export function bindings(settings: SettingsStore) {
  const show = <Key extends keyof Settings>(key: Key, put: (value: Settings[Key]) => void) =>
    settings.on((now, changed) => {
      if (changed.has(key)) put(now[key]);
    });
  const set = (key: keyof Settings, value: unknown) => settings.set({ [key]: value } as Partial<Settings>);

  return {
    /** @param scale control units per unit of the setting; @param words what its output says. */
    range(id: string, key: KeysOf<number>, scale: number, words: (value: number) => string) {
      const input = byId<HTMLInputElement>(id);
      const output = document.querySelector<HTMLOutputElement>(`output[for="${id}"]`)!;
      input.oninput = () => set(key, Number(input.value) / scale);
      show(key, (value) => {
        input.value = String(Math.round(value * scale));
        output.value = words(value);
        input.setAttribute('aria-valuetext', output.value);
      });
    },
    radios(name: string, key: KeysOf<string>) {
      const inputs = [...document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
      for (const input of inputs) input.onchange = () => set(key, input.value);
      show(key, (value) => {
        for (const input of inputs) input.checked = input.value === value;
      });
    },
    select(id: string, key: KeysOf<string>) {
      const input = byId<HTMLSelectElement>(id);
      input.onchange = () => set(key, input.value);
      show(key, (value) => {
        input.value = value;
      });
    },
    checkbox(id: string, key: KeysOf<boolean>) {
      const input = byId<HTMLInputElement>(id);
      input.onchange = () => set(key, input.checked);
      show(key, (value) => {
        input.checked = value;
      });
    },
    /** @param also what picking a colour sets besides. */
    colour(id: string, key: KeysOf<Colour>, also: Partial<Settings> = {}) {
      const input = byId<HTMLInputElement>(id);
      input.oninput = () => settings.set({ ...also, [key]: parseColour(input.value) });
      show(key, (value) => {
        input.value = hex(value);
      });
    },
  };
}
