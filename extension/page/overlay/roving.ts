/**
 * Makes one stop of the Tab key out of several controls (WAI-ARIA, “toolbar”). The arrow keys, Home and End move between them. Left
 * and right follow the direction of the text.
 */
export function moveByArrows(group: HTMLElement): void {
  const controls = () => [...group.querySelectorAll<HTMLElement>('button, input')].filter(({ hidden }) => !hidden);
  const enter = (current: HTMLElement | undefined) => {
    for (const control of controls()) control.tabIndex = control === current ? 0 : -1;
  };
  enter(controls()[0]);
  group.addEventListener('focusin', ({ target }) => enter(target as HTMLElement));
  group.addEventListener('keydown', (event) => {
    if (!event.isTrusted) return;
    const all = controls();
    const at = all.indexOf(event.target as HTMLElement);
    const forward = getComputedStyle(group).direction === 'rtl' ? -1 : 1;
    const next = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    all[(next + all.length) % all.length]?.focus();
    event.preventDefault();
  });
}
