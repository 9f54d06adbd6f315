/** Passed, failed, or not to be had in that browser on this machine. */
export type Mark = '✓' | '✗' | '–';

export interface MarkTable {
  mark(kind: string, browser: string, mark: Mark): void;
  /** @param reason why a `–` is there; printed where one is. */
  print(title: string, reason?: string): void;
}

/** Marks by kind and browser, printed when a test file has ended. */
export function markTable(): MarkTable {
  const marks = new Map<string, Map<string, Mark>>();
  return {
    mark(kind, browser, mark) {
      const row = marks.get(kind) ?? new Map<string, Mark>();
      marks.set(kind, row);
      row.set(browser, mark);
    },
    print(title, reason) {
      const rows = [...marks.values()];
      const browsers = [...new Set(rows.flatMap((row) => [...row.keys()]))];
      const wide = Math.max(title.length, ...[...marks.keys()].map((kind) => kind.length));
      const line = (first: string, cell: (browser: string) => string) =>
        [first.padEnd(wide), ...browsers.map((browser) => cell(browser).padEnd(browser.length))].join('  ');
      const lines = [...marks].map(([kind, row]) => line(kind, (browser) => row.get(browser) ?? ''));
      const lacks = rows.some((row) => [...row.values()].includes('–'));
      const notes = lacks && reason ? [`–  ${reason}`] : [];
      process.stdout.write(`\n${[line(title, (browser) => browser), ...lines, ...notes].join('\n')}\n\n`);
    },
  };
}
