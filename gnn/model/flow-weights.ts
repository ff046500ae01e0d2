/** The weights of the flow network as one flat block of float32: how they start, and how they are stored. */
import { type Matrix, matrix } from './array-algebra.ts';
import { type FlowArchitecture, type FlowWeights, flowWeightShapes } from './flow-architecture.ts';

type Name = keyof FlowWeights<never>;

/** How many numbers one set of weights holds. */
export function flowWeightCount(architecture: FlowArchitecture): number {
  return shapesOf(architecture).reduce((sum, [, [rows, columns]]) => sum + rows * columns, 0);
}

/**
 * Starting weights: uniform within ±√(6 / (rows + columns)) (Glorot and Bengio 2010); 0 for biases, and
 * for the way past the messages, which would else start far off.
 */
export function startingFlowWeights(
  architecture: FlowArchitecture,
  uniform: () => number,
): FlowWeights<Matrix> {
  return mapFlowWeights(architecture, (name, [rows, columns]) => {
    const start = matrix(rows, columns);
    const limit = Math.sqrt(6 / (rows + columns));
    for (let i = 0; rows > 1 && name !== 'direct' && i < start.values.length; i++) {
      start.values[i] = limit * (2 * uniform() - 1);
    }
    return start;
  });
}

/** The weights in one block, in the order of `flowWeightShapes`. `[flowWeightCount]` */
export function packFlowWeights(
  architecture: FlowArchitecture,
  weights: FlowWeights<Matrix>,
): Float32Array {
  const block = new Float32Array(flowWeightCount(architecture));
  let at = 0;
  for (const [name] of shapesOf(architecture)) {
    block.set(weights[name].values, at);
    at += weights[name].values.length;
  }
  return block;
}

/** The weights of a block, as views of it. */
export function unpackFlowWeights(
  architecture: FlowArchitecture,
  block: Float32Array,
): FlowWeights<Matrix> {
  let at = 0;
  return mapFlowWeights(architecture, (_, [rows, columns]) => {
    const from = at;
    at += rows * columns;
    return matrix(rows, columns, block.subarray(from, at));
  });
}

/** One value per weight, made in the order of `flowWeightShapes`. */
export function mapFlowWeights<D>(
  architecture: FlowArchitecture,
  make: (name: Name, shape: [number, number]) => D,
): FlowWeights<D> {
  const entries = shapesOf(architecture).map(([name, shape]) => [name, make(name, shape)] as const);
  return Object.fromEntries(entries) as unknown as FlowWeights<D>;
}

function shapesOf(architecture: FlowArchitecture): [Name, [number, number]][] {
  return Object.entries(flowWeightShapes(architecture)) as [Name, [number, number]][];
}
