/** Weights as one flat block of float32: how they start, and how they are stored and found again. */
import { type Architecture, type Weights, weightShapes } from './architecture.ts';
import { type Matrix, matrix } from './array-algebra.ts';

type Name = keyof Weights<never>;

/** How many numbers one set of weights holds. */
export function weightCount(architecture: Architecture): number {
  return shapesOf(architecture).reduce((sum, [, [rows, columns]]) => sum + rows * columns, 0);
}

/** Starting weights: uniform within ±√(6 / (rows + columns)) (Glorot and Bengio 2010), biases 0. */
export function startingWeights(architecture: Architecture, uniform: () => number) {
  return mapWeights(architecture, (name, [rows, columns]) => {
    const start = matrix(rows, columns);
    const limit = Math.sqrt(6 / (rows + columns));
    if (name === 'loudness') start.values.fill(1);
    for (let i = 0; rows > 1 && i < start.values.length; i++) {
      start.values[i] = limit * (2 * uniform() - 1);
    }
    // Failures are rare: a hazard of one in fifty at first.
    if (name === 'hazardBias') start.values[0] = -4;
    return start;
  });
}

/** The weights in one block, in the order of `weightShapes`. `[weightCount]` */
export function packWeights(architecture: Architecture, weights: Weights<Matrix>): Float32Array {
  const block = new Float32Array(weightCount(architecture));
  let at = 0;
  for (const [name] of shapesOf(architecture)) {
    block.set(weights[name].values, at);
    at += weights[name].values.length;
  }
  return block;
}

/** The weights of a block, as views of it. */
export function unpackWeights(architecture: Architecture, block: Float32Array): Weights<Matrix> {
  let at = 0;
  return mapWeights(architecture, (_, [rows, columns]) => {
    const from = at;
    at += rows * columns;
    return matrix(rows, columns, block.subarray(from, at));
  });
}

/** One value per weight, made in the order of `weightShapes`. */
export function mapWeights<D>(
  architecture: Architecture,
  make: (name: Name, shape: [number, number]) => D,
): Weights<D> {
  const entries = shapesOf(architecture).map(([name, shape]) => [name, make(name, shape)] as const);
  return Object.fromEntries(entries) as unknown as Weights<D>;
}

function shapesOf(architecture: Architecture): [Name, [number, number]][] {
  return Object.entries(weightShapes(architecture)) as [Name, [number, number]][];
}
