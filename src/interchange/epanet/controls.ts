/**
 * Controls and rules of an EPANET file, as statements whose values are in the units of our twins.
 * A statement that is not understood is kept as it is when its units need no change, else listed.
 */
import { type InpCase, listRow } from './case.ts';
import type { InpRow } from './sections.ts';
import { settingFactor } from './valve.ts';

/** The statements of [CONTROLS]: `LINK id status IF NODE id ABOVE value`, or AT a time. */
export function controlsOf(part: InpCase): string[] {
  const tanks = new Set(part.sections.rows('TANKS').map(({ words }) => words[0]));
  return part.sections.rows('CONTROLS').map((row) => {
    const words = [...row.words];
    scale(words, 2, linkFactor(part, words[1]));
    const relation = words.findIndex((word) => /^(above|below)$/i.test(word));
    const factor = tanks.has(words[relation - 1]) ? part.units.length : part.units.pressure;
    if (relation > 0) scale(words, relation + 1, factor);
    return words.join(' ');
  });
}

/** The rules of [RULES], each as its lines. */
export function rulesOf(part: InpCase): string[] {
  const rules: string[][] = [];
  for (const row of part.sections.rows('RULES')) {
    if (row.words[0]?.toUpperCase() === 'RULE') rules.push([row.text]);
    else if (rules.length === 0) listRow(part, row, 'stands before the first RULE', 'RULE name');
    else rules.at(-1)?.push(clause(part, row));
  }
  return rules.map((lines) => lines.join('\n'));
}

/** `IF|AND|OR|THEN|ELSE object id attribute relation value`; times and statuses have no units. */
function clause(part: InpCase, row: InpRow): string {
  const words = [...row.words];
  const factor = attributeFactor(part, words);
  if (factor === 1) return row.text;
  scale(words, words.length - 1, factor);
  return words.join(' ');
}

function attributeFactor(part: InpCase, words: readonly string[]): number {
  const attribute = words.find((word, index) => index >= 2 && attributes.has(word.toUpperCase()));
  switch (attribute?.toUpperCase()) {
    case 'DEMAND':
    case 'FLOW':
      return part.units.flow;
    case 'HEAD':
    case 'GRADE':
    case 'LEVEL':
      return part.units.length;
    case 'PRESSURE':
      return part.units.pressure;
    case 'POWER':
      return part.units.power;
    case 'SETTING':
      return linkFactor(part, words[2]);
    default:
      return 1;
  }
}

const attributes = new Set([
  'DEMAND',
  'FLOW',
  'HEAD',
  'GRADE',
  'LEVEL',
  'PRESSURE',
  'POWER',
  'SETTING',
]);

/** The factor of a number set on a link: a valve's setting has a unit, a pump's speed none. */
function linkFactor(part: InpCase, name: string | undefined): number {
  const valve = part.sections.rows('VALVES').find(({ words }) => words[0] === name);
  return valve === undefined ? 1 : settingFactor(valve.words[4], part.units);
}

function scale(words: string[], index: number, factor: number): void {
  const value = Number(words[index]);
  if (words[index] !== undefined && !Number.isNaN(value)) words[index] = String(value * factor);
}
