/**
 * DTMIs, the identifiers of the language: `dtmi:<segments>;<version>`. Read by the language's
 * rules and by everything that shows a model's name.
 */

const grammar =
  /^dtmi:[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?(?::[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?)*(?:;[1-9][0-9]{0,8}(?:\.[1-9][0-9]{0,5})?)?$/;

/** The most characters any DTMI may have. */
const longestDtmi = 2048;

/** Whether a string is a DTMI by the widest grammar (versions 3 and 4 of the language). */
export function isDtmi(text: string): boolean {
  return text.length <= longestDtmi && grammar.test(text);
}

/** What stands before the version, and so in all versions of a model: `dtmi:com:example:Pump`. */
export function versionless(dtmi: string): string {
  const end = dtmi.indexOf(';');
  return end < 0 ? dtmi : dtmi.slice(0, end);
}

/** The last segment without the version: `Pump` of `dtmi:com:example:Pump;1`. */
export function lastSegment(dtmi: string): string {
  const path = versionless(dtmi);
  return path.slice(path.lastIndexOf(':') + 1);
}

/** The version (`1` or `1.2`); empty where there is none. */
export function versionOf(dtmi: string): string {
  return dtmi.slice(versionless(dtmi).length + 1);
}

/** Orders versions of a model, oldest first; one without a number comes before all others. */
export function byVersion(a: string, b: string): number {
  const [[majorA = 0, minorA = 0], [majorB = 0, minorB = 0]] = [numbersOf(a), numbersOf(b)];
  return majorA - majorB || minorA - minorB;
}

function numbersOf(dtmi: string): number[] {
  return versionOf(dtmi).split('.').map(Number);
}
