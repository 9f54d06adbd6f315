/** The entries of a variable that lists them separated by commas. */
export const listed = (variable: string | undefined): string[] =>
  (variable ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
