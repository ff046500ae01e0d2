/** Patterns and curves of an EPANET file, in the units of our twins. Called by its reader. */
import type { JsonObject } from '../../model/json.ts';
import { type InpCase, numberAt, numbersAreRight } from './case.ts';
import { efficiencyCurves } from './links.ts';

/** The multipliers of each pattern; rows of one name follow each other. */
export function patternsOf(part: InpCase): Map<string, number[]> {
  const patterns = new Map<string, number[]>();
  for (const row of part.sections.rows('PATTERNS')) {
    const values = row.words.slice(1).map((_, index) => numberAt(row, index + 1) ?? Number.NaN);
    if (!numbersAreRight(part, row, values)) continue;
    const [name = ''] = row.words;
    patterns.set(name, [...(patterns.get(name) ?? []), ...values]);
  }
  return patterns;
}

interface Curve {
  readonly x: number[];
  readonly y: number[];
}

/** The curves with the purpose that pumps, tanks and valves give them. */
export function curvesOf(part: InpCase): JsonObject[] {
  const purposes = purposesOf(part);
  const curves = new Map<string, Curve>();
  for (const row of part.sections.rows('CURVES')) {
    const [name = ''] = row.words;
    const { x, y } = factorsOf(part, purposes.get(name));
    const [abscissa = Number.NaN, ordinate = Number.NaN] = [
      numberAt(row, 1, x),
      numberAt(row, 2, y),
    ];
    if (!numbersAreRight(part, row, [abscissa, ordinate])) continue;
    const curve = curves.get(name) ?? { x: [], y: [] };
    curve.x.push(abscissa);
    curve.y.push(ordinate);
    curves.set(name, curve);
  }
  return [...curves].map(([name, curve]) => ({
    name,
    purpose: purposes.get(name) ?? 'none',
    ...curve,
  }));
}

function purposesOf({ sections }: InpCase): Map<string, string> {
  const purposes = new Map<string, string>();
  for (const { words } of sections.rows('PUMPS')) {
    const head = words.findIndex((word, index) => index >= 3 && /^head$/i.test(word));
    if (head > 0) purposes.set(words[head + 1] ?? '', 'head');
  }
  for (const curve of efficiencyCurves(sections).values()) purposes.set(curve, 'efficiency');
  for (const { words } of sections.rows('TANKS')) purposes.set(words[7] ?? '', 'volume');
  for (const { words } of sections.rows('VALVES')) {
    if (/^gpv$/i.test(words[4] ?? '')) purposes.set(words[5] ?? '', 'headloss');
  }
  return purposes;
}

function factorsOf({ units }: InpCase, purpose: string | undefined): { x: number; y: number } {
  switch (purpose) {
    case 'head':
    case 'headloss':
      return { x: units.flow, y: units.length };
    case 'efficiency':
      return { x: units.flow, y: 1 };
    case 'volume':
      return { x: units.length, y: units.volume };
    default:
      return { x: 1, y: 1 };
  }
}
