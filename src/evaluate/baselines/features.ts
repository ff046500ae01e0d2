/**
 * The columns from which logistic regression and boosted trees learn who fails: one row per element
 * and onset, dimensionless, and none depends on how many elements there are. Used by the tables
 * that both are trained on and by their scores.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import { type FeatureView, featureView } from './feature-view.ts';

export interface FeatureColumn {
  readonly name: string;
  /** What it is, with its range where that is not plain. */
  readonly meaning: string;
  of(view: FeatureView, element: number): number;
}

/** Far outside the limits all is one: -4 … 4. */
function clipped(stress: number): number {
  return Math.max(-4, Math.min(4, stress));
}

function at(values: ArrayLike<number>, element: number): number {
  return values[element] as number;
}

function column(
  name: string,
  meaning: string,
  of: (view: FeatureView, element: number) => number,
): FeatureColumn {
  return { name, meaning, of };
}

export const featureColumns: readonly FeatureColumn[] = [
  column('stress', 'after the outage, at the most stressed limit; fails above 1; -4 … 4', (v, n) =>
    clipped(at(v.stress, n)),
  ),
  column('excess', 'how far that lies above 1; 0 … 3', (v, n) =>
    Math.max(0, clipped(at(v.stress, n)) - 1),
  ),
  column('base', 'stress while everything works', (v, n) => clipped(at(v.index.base, n))),
  column('change', 'stress after the outage less that before', (v, n) =>
    clipped(at(v.stress, n) - at(v.index.base, n)),
  ),
  column('exceeds', '1 where stress after the outage is above 1', (v, n) => at(v.exceeding, n)),
  column('degree', 'log(1 + neighbours)', (v, n) => Math.log1p(at(v.index.degree, n))),
  column('nearFailed', '1 / (1 + hops to the nearest failed element), 0 for none', (v, n) =>
    nearness(at(v.fromFailed, n)),
  ),
  column('nearExceeding', 'the same to the nearest element that exceeds', (v, n) =>
    nearness(at(v.fromExceeding, n)),
  ),
  column('besideFailed', 'share of its neighbours that have failed', (v, n) =>
    at(v.besideFailed, n),
  ),
  column('besideExceeding', 'share of its neighbours that exceed', (v, n) =>
    at(v.besideExceeding, n),
  ),
  column('raisedByFailed', 'sum of positive shifts of what has failed; 0 … 4', (v, n) =>
    clipped(at(v.shiftsOfFailed.raised, n)),
  ),
  column('relievedByFailed', 'sum of negative shifts of what has failed; -4 … 0', (v, n) =>
    clipped(at(v.shiftsOfFailed.relieved, n)),
  ),
  column('raisedByExceeding', 'sum of positive shifts of what exceeds; 0 … 4', (v, n) =>
    clipped(at(v.shiftsOfExceeding.raised, n)),
  ),
  column('relievedByExceeding', 'sum of negative shifts of what exceeds; -4 … 0', (v, n) =>
    clipped(at(v.shiftsOfExceeding.relieved, n)),
  ),
  column('secondStress', 'stress once what exceeds has added its shifts', (v, n) =>
    clipped(at(v.threshold.second, n)),
  ),
  column('peakStress', 'greatest stress in the cascade of superposed shifts', (v, n) =>
    clipped(at(v.threshold.peak, n)),
  ),
  column('sooner', '1 / step at which it fails by superposed shifts, 0 for never', (v, n) => {
    const step = at(v.threshold.steps, n);
    return step > 0 ? 1 / step : 0;
  }),
  column('exposure', 'log(1 + sum of what failures of others can add)', (v, n) =>
    Math.log1p(at(v.index.exposure, n)),
  ),
  column('influence', 'log(1 + sum of what its failure adds to others)', (v, n) =>
    Math.log1p(at(v.index.influence, n)),
  ),
  column('shareFailed', 'share of all elements that have failed', (v) => v.shareFailed),
  column('shareExceeding', 'share of all elements that exceed', (v) => v.shareExceeding),
  column('shareByThreshold', 'share of all that fail by superposed shifts', (v) => {
    return v.shareByThreshold;
  }),
];

function nearness(hops: number): number {
  return 1 / (1 + hops);
}

/** Names of the columns; with neighbours, each again as the mean over the neighbours. */
export function columnNames(neighbours: boolean): readonly string[] {
  const own = featureColumns.map(({ name }) => name);
  return neighbours ? [...own, ...own.map((name) => `${name} of neighbours`)] : own;
}

/** The rows of all elements after an onset, row-major `[elements, columns]`. */
export function features(network: StressNetwork, onset: Onset, neighbours: boolean): Float32Array {
  const own = featureColumns.length;
  const width = neighbours ? 2 * own : own;
  const view = featureView(network, onset);
  const rows = new Float32Array(network.elementCount * width);
  for (let c = 0; c < own; c++) {
    const { of } = featureColumns[c] as FeatureColumn;
    for (let n = 0; n < network.elementCount; n++) rows[n * width + c] = of(view, n);
  }
  if (neighbours) addNeighbourMeans(network, rows, own);
  return rows;
}

/** Fills the second half of each row with the mean of its neighbours' first halves, 0 for none. */
function addNeighbourMeans({ neighbours }: StressNetwork, rows: Float32Array, own: number): void {
  const { offsets, indices } = neighbours;
  const sum = new Float64Array(own);
  for (let n = 0; n < neighbours.rows; n++) {
    const [first, end] = [offsets[n] as number, offsets[n + 1] as number];
    sum.fill(0);
    for (let e = first; e < end; e++) {
      const from = (indices[e] as number) * 2 * own;
      for (let c = 0; c < own; c++) sum[c] = (sum[c] as number) + (rows[from + c] as number);
    }
    const to = n * 2 * own + own;
    const count = Math.max(1, end - first);
    for (let c = 0; c < own; c++) rows[to + c] = (sum[c] as number) / count;
  }
}
