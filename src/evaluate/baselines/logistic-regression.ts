/** Logistic regression on the feature table: a baseline that every table of figures carries. */
import { checkTable, type LabelledTable, priorLogit, type Table } from './case-table.ts';
import { solveCholesky } from './cholesky.ts';

/** A fitted model as plain data. */
export interface LogisticModel {
  readonly kind: 'logistic-regression';
  readonly columns: readonly string[];
  /** Of each column in training, to standardise it by. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** On standardised columns. */
  readonly weights: readonly number[];
  readonly intercept: number;
}

/**
 * The minimum of `Σ log loss + l2 / 2 · |weights|²` on columns of mean 0 and deviation 1, the
 * intercept free, by Newton's method with halved steps (iteratively reweighted least squares;
 * Hastie, Tibshirani and Friedman 2009, 4.4.1). The same objective as scikit-learn's with
 * C = 1 / l2. `TypeError` for a table without rows or with a value that is not finite.
 */
export function fitLogistic(table: LabelledTable, l2 = 1): LogisticModel {
  checkTable(table);
  const scale = columnScale(table);
  let weights = new Float64Array(table.columns.length + 1);
  weights[0] = priorLogit(table);
  let { loss, gradient, hessian } = derivatives(table, scale, weights, l2);
  for (let round = 0; round < 50 && !oneSided(table); round++) {
    solveCholesky(hessian, gradient);
    const step = gradient;
    const bound = loss + 1e-12 * Math.abs(loss); // At the end the loss changes by rounding alone.
    let size = 1;
    let next = derivatives(table, scale, moved(weights, step, size), l2);
    for (let halving = 0; next.loss > bound && halving < 30; halving++) {
      size /= 2;
      next = derivatives(table, scale, moved(weights, step, size), l2);
    }
    if (next.loss > bound) break;
    weights = moved(weights, step, size);
    ({ loss, gradient, hessian } = next);
    if (step.every((value) => Math.abs(value * size) < 1e-10)) break;
  }
  const [intercept = 0, ...rest] = weights;
  const columns = table.columns;
  return { kind: 'logistic-regression', columns, ...scale, weights: rest, intercept };
}

/** Probabilities, 0 … 1. `[rows]` */
export function logisticProbabilities(model: LogisticModel, table: Table): Float64Array {
  const width = model.columns.length;
  return Float64Array.from({ length: table.rows }, (_, row) => {
    let z = model.intercept;
    for (let c = 0; c < width; c++) {
      const centred = (table.values[row * width + c] as number) - (model.mean[c] as number);
      z += ((model.weights[c] as number) * centred) / (model.deviation[c] as number);
    }
    return 1 / (1 + Math.exp(-z));
  });
}

/** Whether all labels are alike: the intercept would go on for ever. */
function oneSided({ labels }: LabelledTable): boolean {
  return labels.every((label) => label === labels[0]);
}

interface ColumnScale {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Mean and deviation (by n) of each column; 1 for a column that does not vary. */
function columnScale({ columns, rows, values }: LabelledTable): ColumnScale {
  const width = columns.length;
  const mean = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(0);
  for (let i = 0; i < values.length; i++) {
    mean[i % width] = (mean[i % width] as number) + (values[i] as number) / rows;
  }
  for (let i = 0; i < values.length; i++) {
    const away = (values[i] as number) - (mean[i % width] as number);
    squares[i % width] = (squares[i % width] as number) + away * away;
  }
  const deviation = squares.map((sum) => Math.sqrt(sum / rows));
  return { mean, deviation: deviation.map((sd) => (sd < 1e-9 ? 1 : sd)) };
}

function moved(weights: Float64Array, step: Float64Array, size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(weights, (weight, i) => weight - size * (step[i] as number));
}

/** Loss, gradient and Hessian (lower half, the intercept first) at some weights. */
function derivatives(
  { rows, values, labels, columns }: LabelledTable,
  { mean, deviation }: ColumnScale,
  weights: Float64Array,
  l2: number,
) {
  const [width, size] = [columns.length, columns.length + 1];
  const gradient = Float64Array.from(weights, (weight, i) => (i === 0 ? 0 : l2 * weight));
  const hessian = new Float64Array(size * size);
  for (let i = 1; i < size; i++) hessian[i * size + i] = l2;
  let loss = 0;
  for (let i = 1; i < size; i++) loss += (l2 / 2) * (weights[i] as number) ** 2;
  const x = new Float64Array(size).fill(1);
  for (let row = 0; row < rows; row++) {
    let z = weights[0] as number;
    for (let c = 0; c < width; c++) {
      const centred = (values[row * width + c] as number) - (mean[c] as number);
      x[c + 1] = centred / (deviation[c] as number);
      z += (weights[c + 1] as number) * (x[c + 1] as number);
    }
    const probability = 1 / (1 + Math.exp(-z));
    const residual = probability - (labels[row] as number);
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (labels[row] as number) * z;
    const curvature = probability * (1 - probability);
    for (let i = 0; i < size; i++) {
      const xi = x[i] as number;
      gradient[i] = (gradient[i] as number) + residual * xi;
      const weighted = curvature * xi;
      for (let j = 0; j <= i; j++) {
        hessian[i * size + j] = (hessian[i * size + j] as number) + weighted * (x[j] as number);
      }
    }
  }
  return { loss, gradient, hessian };
}
