/**
 * The inverse of the Poisson CDF by bisection of a table that is made once for each mean. Used by
 * the demand distributions.
 */
import { normalQuantile } from '../../../model/variates.ts';

interface Table {
  /** The value of the table's first entry. */
  readonly first: number;
  readonly cumulative: Float64Array;
}

const tables = new Map<number, Table>();
const mostTables = 1_000;
/** Above this mean the normal distribution, rounded, is within 1e-4 of it in probability. */
const largestTabled = 1e7;
/** The table goes this many standard deviations to either side; the rest weighs below 1e-30. */
const width = 12;

/** The least whole number whose CDF is at least the probability, in (0, 1). */
export function inversePoisson(mean: number, probability: number): number {
  if (!(mean > 0)) return 0;
  if (mean > largestTabled) {
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(probability)));
  }
  const { first, cumulative } = tableOf(mean);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const half = (low + high) >> 1;
    if ((cumulative[half] as number) < probability) low = half + 1;
    else high = half;
  }
  return first + low;
}

function tableOf(mean: number): Table {
  let table = tables.get(mean);
  if (table === undefined) {
    if (tables.size >= mostTables) tables.clear();
    table = tabulate(mean);
    tables.set(mean, table);
  }
  return table;
}

/** Weights relative to the mode's by the ratio of neighbours, λ/k, then summed and normed. */
function tabulate(mean: number): Table {
  const reach = Math.ceil(width * Math.sqrt(mean)) + 20;
  const mode = Math.floor(mean);
  const first = Math.max(0, mode - reach);
  const weights = new Float64Array(mode + reach - first + 1);
  weights[mode - first] = 1;
  for (let k = mode; k > first; k--) {
    weights[k - 1 - first] = ((weights[k - first] as number) * k) / mean;
  }
  for (let k = mode + 1; k - first < weights.length; k++) {
    weights[k - first] = ((weights[k - 1 - first] as number) * mean) / k;
  }
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] as number;
    weights[i] = sum;
  }
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) / sum;
  return { first, cumulative: weights };
}
