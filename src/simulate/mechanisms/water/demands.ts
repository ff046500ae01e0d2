/** What junctions draw, as rows of [DEMANDS]. Called by `input-text.ts`. */
import type { Json, JsonObject } from '../../../model/json.ts';
import { isRecord, isText, namedList, numberList } from './properties.ts';
import type { Element } from './water-model.ts';

interface DemandCategory {
  readonly base: number;
  readonly pattern: string | undefined;
}

/**
 * The categories of `demands`, scaled so that their mean is the twin's `demandRate`, which is what
 * an edit changes; a twin without categories draws its `demandRate` all the time.
 */
export function demandRows(
  { name, properties }: Element,
  network: JsonObject,
  patternName: (name: Json | undefined) => string,
): string[] {
  const multiplier = Number(network.demandMultiplier ?? 1) || 1;
  const categories = categoriesOf(properties);
  const mean = categories.reduce((sum, each) => sum + each.base * averageOf(each, network), 0);
  const { demandRate } = properties;
  const rate = typeof demandRate === 'number' ? demandRate / multiplier : mean;
  const isSame = Math.abs(rate - mean) <= 1e-9 * Math.max(1, Math.abs(mean));
  if (mean === 0 && !isSame) return [`${name} ${rate}`];
  const factor = isSame ? 1 : rate / mean;
  // Without a row of its own a junction has none, and the pattern of one must not be forgotten.
  return categories.map(({ base, pattern }) =>
    `${name} ${base * factor} ${patternName(pattern)}`.trimEnd(),
  );
}

function categoriesOf({ demands }: JsonObject): DemandCategory[] {
  const rows = Array.isArray(demands) ? demands.filter(isRecord) : [];
  return rows.flatMap(({ base, pattern }) =>
    typeof base === 'number' ? [{ base, pattern: isText(pattern) ? pattern : undefined }] : [],
  );
}

function averageOf({ pattern }: DemandCategory, network: JsonObject): number {
  const wanted = pattern ?? network.defaultPattern;
  const found = namedList(network.patterns).find(({ name }) => name === wanted);
  const multipliers = numberList(found?.multipliers);
  if (multipliers.length === 0) return 1;
  return multipliers.reduce((sum, value) => sum + value, 0) / multipliers.length;
}
