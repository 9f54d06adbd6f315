/** The code points that WebDriver has for keys without a character. */
const VALUES: Record<string, string> = {
  Alt: '\uE00A',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ArrowUp: '\uE013',
  Backspace: '\uE003',
  Control: '\uE009',
  Delete: '\uE017',
  End: '\uE010',
  Enter: '\uE007',
  Escape: '\uE00C',
  Home: '\uE011',
  Meta: '\uE03D',
  PageDown: '\uE00F',
  PageUp: '\uE00E',
  Shift: '\uE008',
  Space: ' ',
  Tab: '\uE004',
};

/** A key's name, as `KeyboardEvent.key` has it, in WebDriver's words. */
export function keyValue(name: string): string {
  const value = VALUES[name] ?? (name.length === 1 ? name : undefined);
  if (value === undefined) throw new Error(`No key is called ${name}.`);
  return value;
}
