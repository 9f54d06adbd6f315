import type { SettingsStore } from '../state/settings.ts';

/** The tabs of the panels: arrows move along them, as in the ARIA pattern of tabs with automatic activation. */
export function wireTabs(settings: SettingsStore): void {
  const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
  const open = (tab: HTMLElement) => {
    settings.set({ panel: tab.dataset.panel! });
    tab.focus();
  };
  for (const [index, tab] of tabs.entries()) {
    tab.onclick = () => open(tab);
    tab.onkeydown = (event) => {
      const towards = getComputedStyle(tab).direction === 'rtl' ? -1 : 1;
      const step = { ArrowRight: towards, ArrowLeft: -towards }[event.key];
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step && index + step;
      if (to === undefined) return;
      event.preventDefault();
      open(tabs[(to + tabs.length) % tabs.length]);
    };
  }
  settings.on(({ panel }, changed) => {
    if (!changed.has('panel')) return;
    for (const tab of tabs) {
      const isOpen = tab.dataset.panel === panel;
      tab.setAttribute('aria-selected', String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')!)!.hidden = !isOpen;
    }
  });
}
