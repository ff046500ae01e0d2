/** Compares by UTF-16 code units, whatever the locale, so that every machine gives the same order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
