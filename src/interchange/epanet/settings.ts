/** Options and times of an EPANET file. Called by its reader. */
import type { JsonObject } from '../../model/json.ts';
import { type InpCase, listRow } from './case.ts';
import type { InpRow, Sections } from './sections.ts';
import type { InpUnits } from './units.ts';

/** Options by name in camel case (`specificGravity`), as text; some names have two words. */
export function optionsOf(sections: Sections): Map<string, string> {
  const options = new Map<string, string>();
  for (const { words } of sections.rows('OPTIONS')) {
    const count = isTwoWords(words) ? 2 : 1;
    options.set(camelCase(words.slice(0, count)), words.slice(count).join(' '));
  }
  return options;
}

const twoWords =
  /^(specific gravity|demand (multiplier|model)|(minimum|required) pressure|(pressure|emitter) exponent|emitter backflow)$/i;

function isTwoWords([first, second]: readonly string[]): boolean {
  return twoWords.test(`${first} ${second}`);
}

/** The options that are numbers with a unit, in the units of our twins. */
export function convertedOptions(
  options: ReadonlyMap<string, string>,
  units: InpUnits,
): JsonObject {
  const factors: Readonly<Record<string, number>> = {
    minimumPressure: units.pressure,
    requiredPressure: units.pressure,
    headerror: units.length,
    flowchange: units.flow,
  };
  const converted: Record<string, string> = {};
  for (const [name, text] of options) {
    const value = Number(text) * (factors[name] ?? viscosityFactor(name, text, units));
    const isPlain = Number(text) === value || Number.isNaN(value) || text === '';
    converted[name] = isPlain ? text : String(value);
  }
  return converted;
}

/** Up to 0.001 these are square feet (metres) per second, above it a factor on water's (`input3.c`). */
function viscosityFactor(name: string, text: string, { length }: InpUnits): number {
  const isAbsolute = Number(text) <= 1e-3;
  return isAbsolute && (name === 'viscosity' || name === 'diffusivity') ? length ** 2 : 1;
}

/** Times by name in camel case, in seconds; `statistic` is text and apart. */
export function timesOf(part: InpCase): { times: JsonObject; statistic?: string } {
  const times: Record<string, number> = {};
  let statistic: string | undefined;
  for (const row of part.sections.rows('TIMES')) {
    const valueAt = row.words.findIndex((word) => /^\d|^\./.test(word));
    if (/^stat/i.test(row.words[0] ?? '')) statistic = row.words[1]?.toUpperCase();
    else {
      const seconds = valueAt < 1 ? undefined : secondsOf(row, valueAt);
      if (seconds === undefined) listRow(part, row, 'holds no time', 'hours, or hours:minutes');
      else times[camelCase(row.words.slice(0, valueAt))] = seconds;
    }
  }
  return statistic === undefined ? { times } : { times, statistic };
}

const unitSeconds: Readonly<Record<string, number>> = { SEC: 1, MIN: 60, HOU: 3600, DAY: 86_400 };

function secondsOf(row: InpRow, index: number): number | undefined {
  const [value = '', unit = ''] = row.words.slice(index);
  const [hours = Number.NaN, minutes = 0, seconds = 0] = value.split(':').map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  if (!Number.isFinite(total)) return undefined;
  if (/^am$/i.test(unit)) return total >= 43_200 && hours < 13 ? total - 43_200 : total;
  if (/^pm$/i.test(unit)) return total < 43_200 ? total + 43_200 : total;
  return value.includes(':')
    ? total
    : hours * (unitSeconds[unit.slice(0, 3).toUpperCase()] ?? 3600);
}

/** `Hydraulic Timestep` → `hydraulicTimestep`. */
function camelCase(words: readonly string[]): string {
  return words
    .map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
