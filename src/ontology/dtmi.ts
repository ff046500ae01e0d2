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

/** The last segment without the version: `Pump` of `dtmi:com:example:Pump;1`. */
export function lastSegment(dtmi: string): string {
  const end = dtmi.indexOf(';');
  const path = end < 0 ? dtmi : dtmi.slice(0, end);
  return path.slice(path.lastIndexOf(':') + 1);
}
