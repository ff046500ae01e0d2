/** Demands of junctions, and how much they are on average over their patterns. */
import type { JsonObject } from '../../model/json.ts';
import { present } from '../document.ts';
import { type InpCase, listRow, numberAt, numbersAreRight } from './case.ts';
import type { InpRow } from './sections.ts';

/** The patterns that demands follow. */
export interface Patterns {
  /** Multipliers by the pattern's name. */
  readonly multipliers: ReadonlyMap<string, readonly number[]>;
  /** The pattern of a demand that names none. */
  readonly standard: string | undefined;
  readonly demandMultiplier: number;
}

interface DemandCategory {
  readonly base: number;
  readonly pattern: string | undefined;
  readonly category: string | undefined;
}

/** What junctions draw. */
export interface Demands {
  /** `demands`, and their mean as `demandRate`, of the junction in a row. */
  properties(row: InpRow): JsonObject;
  /** Mean demand of all junctions, litre per second. */
  readonly total: number;
}

/** The demands of a file: rows of [DEMANDS] replace the demand in the junction's own row. */
export function demandsOf(part: InpCase, patterns: Patterns): Demands {
  const categories = new Map<string, DemandCategory[]>();
  for (const row of part.sections.rows('JUNCTIONS')) add(part, categories, row, 2);
  const replaced = new Set<string>();
  for (const row of part.sections.rows('DEMANDS')) {
    const [name = ''] = row.words;
    if (part.nodeId(name) === undefined) {
      listRow(part, row, 'names no junction of the file', 'a junction');
      continue;
    }
    if (!replaced.has(name)) categories.delete(name);
    replaced.add(name);
    add(part, categories, row, 1);
  }
  const means = new Map(
    [...categories].map(([name, demands]) => [name, sum(demands.map((d) => mean(d, patterns)))]),
  );
  return {
    total: sum([...means.values()]),
    properties: ({ words: [name = ''] }) => ({
      commodity: 'water',
      demandRate: means.get(name) ?? 0,
      demandUnit: 'litrePerSecond',
      demands: (categories.get(name) ?? []).map((demand) => present({ ...demand })),
    }),
  };
}

function add(
  part: InpCase,
  categories: Map<string, DemandCategory[]>,
  row: InpRow,
  column: number,
): void {
  const base = numberAt(row, column, part.units.flow);
  if (base === undefined || !numbersAreRight(part, row, [base])) return;
  const [name = ''] = row.words;
  const demands = categories.get(name) ?? [];
  const pattern = row.words[column + 1];
  const category = column === 1 && row.comment !== '' ? row.comment : undefined;
  demands.push({ base, pattern, category });
  categories.set(name, demands);
}

function mean({ base, pattern }: DemandCategory, patterns: Patterns): number {
  const name = pattern ?? patterns.standard;
  const multipliers = (name === undefined ? undefined : patterns.multipliers.get(name)) ?? [1];
  return (base * patterns.demandMultiplier * sum(multipliers)) / multipliers.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
