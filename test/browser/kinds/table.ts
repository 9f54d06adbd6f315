/** Pass marks by kind and browser, printed when a test file has ended. */
export function markTable(): {
  mark(kind: string, browser: string, passed: boolean): void;
  print(title: string): void;
} {
  const marks = new Map<string, Map<string, boolean>>();
  return {
    mark(kind, browser, passed) {
      const row = marks.get(kind) ?? new Map<string, boolean>();
      marks.set(kind, row);
      row.set(browser, passed);
    },
    print(title) {
      const browsers = [...new Set([...marks.values()].flatMap((row) => [...row.keys()]))];
      const wide = Math.max(title.length, ...[...marks.keys()].map((kind) => kind.length));
      const line = (first: string, cells: readonly string[]) =>
        [first.padEnd(wide), ...cells.map((cell, i) => cell.padEnd(browsers[i].length))].join('  ');
      const sign = (passed: boolean | undefined) => (passed === undefined ? '–' : passed ? '✓' : '✗');
      const rows = [...marks].map(([kind, row]) =>
        line(
          kind,
          browsers.map((browser) => sign(row.get(browser))),
        ),
      );
      process.stdout.write(`\n${[line(title, browsers), ...rows].join('\n')}\n\n`);
    },
  };
}
