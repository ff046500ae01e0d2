/** The linear program of a flow model: most demand served. Made and changed by `solveByProgram`. */
import { columnMatrix, type LinearProgram } from '../../../linear-program/linear-program.ts';
import type { Situation } from './situation.ts';

/** Columns: arcs, conversions, demands. Rows: places, bundles, then all that is served. */
export interface Shape {
  readonly arcs: number;
  readonly demands: number;
  readonly columns: number;
  readonly bundles: number;
  readonly total: number;
  /** Amounts are divided by this, so that the largest demand is 1,000. */
  readonly scale: number;
}

export function shapeOf({ model }: Situation): Shape {
  const { network, conversions, demands, bundles } = model;
  const largest = demands.reduce((most, { rate }) => Math.max(most, rate), 0);
  const arcs = network.from.length;
  return {
    arcs,
    demands: arcs + conversions.length,
    columns: arcs + conversions.length + demands.length,
    bundles: network.nodeCount,
    total: network.nodeCount + bundles.length,
    scale: largest > 0 ? largest / 1000 : 1,
  };
}

export function programOf(situation: Situation, shape: Shape): LinearProgram {
  const { network, model, works } = situation;
  const { arcs, demands, columns, bundles, total, scale } = shape;
  const upper = new Float64Array(columns);
  const lower = new Float64Array(columns);
  for (let arc = 0; arc < arcs; arc++) {
    lower[arc] = (network.lower[arc] as number) / scale;
    upper[arc] = (network.capacity[arc] as number) / scale;
  }
  model.conversions.forEach(({ node, capacity }, index) => {
    upper[arcs + index] = works(node) ? capacity / scale : 0;
  });
  model.demands.forEach(({ node, rate }, index) => {
    upper[demands + index] = works(node) ? rate / scale : 0;
  });
  const rowLower = new Float64Array(total + 1);
  const rowUpper = new Float64Array(total + 1);
  model.bundles.forEach((bundle, index) => {
    const isOut = bundle.arcs.every((arc) => situation.stoppedBy[arc] !== -1);
    rowUpper[bundles + index] = isOut ? Number.POSITIVE_INFINITY : bundle.capacity / scale;
    if (isOut) return;
    rowLower[bundles + index] = bundle.lower / scale;
    for (const arc of bundle.arcs) upper[arc] = Number.POSITIVE_INFINITY;
  });
  rowUpper[total] = Number.POSITIVE_INFINITY;
  return {
    sense: 'minimise',
    costs: Float64Array.from({ length: columns }, (_, column) => (column >= demands ? -1 : 0)),
    columnLower: lower,
    columnUpper: upper,
    rowLower,
    rowUpper,
    matrix: matrixOf(situation, shape),
  };
}

function matrixOf({ network, model }: Situation, shape: Shape): LinearProgram['matrix'] {
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  const put = (row: number, column: number, value: number) => {
    rows.push(row);
    columns.push(column);
    values.push(value);
  };
  for (let arc = 0; arc < shape.arcs; arc++) {
    const from = network.from[arc] as number;
    if (from < network.nodeCount) put(from, arc, -1);
    put(network.to[arc] as number, arc, 1);
  }
  model.conversions.forEach(({ output, inputs }, index) => {
    put(output, shape.arcs + index, 1);
    for (const [place, quantity] of inputs) put(place, shape.arcs + index, -quantity);
  });
  model.demands.forEach(({ place }, index) => {
    put(place, shape.demands + index, -1);
    put(shape.total, shape.demands + index, 1);
  });
  model.bundles.forEach(({ arcs }, index) => {
    for (const arc of arcs) put(shape.bundles + index, arc, 1);
  });
  return columnMatrix(shape.columns, { rows, columns, values });
}
