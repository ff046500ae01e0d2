/**
 * Controls and rules of a water network as EPANET statements. A run that goes on later than the
 * network's own start has their elapsed times moved by as much. Called by `input-text.ts`.
 */
import type { JsonObject } from '../../../model/json.ts';
import { textList } from './properties.ts';

/** The rows of [CONTROLS]; those of times that are over are left out. */
export function controlRows(network: JsonObject, elapsedSeconds: number): string[] {
  return textList(network.controls).flatMap((statement) => {
    const words = statement.trim().split(/\s+/);
    const at = words.findIndex((word) => /^time$/i.test(word));
    if (elapsedSeconds === 0 || at < 0) return [statement];
    const hours = hoursOf(words.slice(at + 1)) - elapsedSeconds / 3600;
    return hours < 0 ? [] : [[...words.slice(0, at + 1), hours].join(' ')];
  });
}

/** The rows of [RULES]; a time before the start becomes one that is always over. */
export function ruleRows(network: JsonObject, elapsedSeconds: number): string[] {
  return textList(network.rules)
    .flatMap((rule) => rule.split('\n'))
    .map((clause) => {
      const words = clause.trim().split(/\s+/);
      const at = words.findIndex((word) => /^time$/i.test(word));
      if (elapsedSeconds === 0 || at < 1 || !/^system$/i.test(words[at - 1] ?? '')) return clause;
      const hours = hoursOf(words.slice(at + 2)) - elapsedSeconds / 3600;
      return [...words.slice(0, at + 2), Math.max(0, hours)].join(' ');
    });
}

const unitHours: Readonly<Record<string, number>> = { SEC: 1 / 3600, MIN: 1 / 60, DAY: 24 };

/** `2:30`, `2.5`, `150 MIN`, `2:30 PM` as hours. */
function hoursOf([value = '', unit = '']: readonly string[]): number {
  const [hours = 0, minutes = 0, seconds = 0] = value.split(':').map(Number);
  const total = hours + minutes / 60 + seconds / 3600;
  if (/^pm$/i.test(unit)) return total < 12 ? total + 12 : total;
  if (/^am$/i.test(unit)) return total >= 12 ? total - 12 : total;
  return value.includes(':') ? total : total * (unitHours[unit.slice(0, 3).toUpperCase()] ?? 1);
}
