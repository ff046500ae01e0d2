/** Plans on the WebAssembly kernels against the same operations in float64. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localityOrder, orderAlong } from '../../../gnn/kernels/resident/locality.ts';
import { Plan, type Value } from '../../../gnn/kernels/resident/plan.ts';
import { ResidentNetwork } from '../../../gnn/kernels/resident/resident-network.ts';
import type { Algebra } from '../../../gnn/model/algebra.ts';
import { rollOut } from '../../../gnn/model/architecture.ts';
import type { Matrix } from '../../../gnn/model/array-algebra.ts';
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import { mapWeights, startingWeights } from '../../../gnn/model/weights.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { difference, float64Algebra, type Rows, rowsOf } from './float64-algebra.ts';
import { arbitrarySizes, arbitraryWidth, randomDense, randomSparse } from './random-matrices.ts';

const loader = new URL('../../simulate/workers/register-typescript.mjs', import.meta.url);
const execArgv = ['--import', fileURLToPath(loader)];

function rowsIn({ values, columns }: Matrix): Rows {
  return rowsOf(values, columns);
}

type Given = readonly (readonly [Value, Matrix])[];

async function ran(wanted: readonly Value[], given: Given, threads = 0): Promise<Float32Array[]> {
  const network = new ResidentNetwork(wanted, { threads, execArgv });
  try {
    for (const [input, { values }] of given) network.write(input, values);
    await network.run();
    return wanted.map((value) => network.read(value));
  } finally {
    await network.close();
  }
}

/** A gated step with messages: every pattern that is put into one layer. */
function gated<D, S>(on: Algebra<D, S>, sparse: S, [x, other, wide, bias]: [D, D, D, D]): D[] {
  const around = on.join([on.aggregate(sparse, x), x]);
  const gate = on.sigmoid(on.affine(around, wide, bias));
  const kept = on.multiply(on.relu(on.matMul(around, wide)), x);
  const message = on.relu(on.add(on.matMul(on.aggregate(sparse, on.join([kept, x])), wide), other));
  const candidate = on.tanh(on.affine(on.join([message, kept]), wide, bias));
  const summed = on.add(on.matMul(on.join([x, kept]), wide), on.affine(around, wide, bias));
  const moved = on.add(x, on.multiply(gate, on.subtract(candidate, x)));
  const next = on.add(moved, on.tanh(summed));
  return [next, gate, kept, message, candidate];
}

describe('one operation', () => {
  test('a sparse product sums what it must', async () => {
    const sizes = fc.tuple(arbitrarySizes, arbitraryWidth);
    await fc.assert(
      fc.asyncProperty(sizes, async ([{ seed, ...size }, width]) => {
        const random = new RandomStream(seed);
        const sparse = randomSparse(random, size);
        const x = randomDense(random, size.columns, width);
        const plan = new Plan();
        const input = plan.input(size.columns, width);
        const [found] = await ran([plan.aggregate(plan.sparse(sparse), input)], [[input, x]]);
        const expected = float64Algebra.aggregate(sparse, rowsIn(x));
        const most = 1e-5 * Math.sqrt(1 + size.entries / size.rows);
        expect(difference(found as Float32Array, expected)).toBeLessThan(most);
      }),
    );
  });

  test('a dense product with a bias sums what it must', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 40 }), arbitraryWidth, arbitraryWidth);
    await fc.assert(
      fc.asyncProperty(sizes, async ([rows, depth, width]) => {
        const random = new RandomStream(rows);
        const x = randomDense(random, rows, depth);
        const [weight, bias] = [randomDense(random, depth, width), randomDense(random, 1, width)];
        const plan = new Plan();
        const input = plan.input(rows, depth);
        const product = plan.affine(input, plan.constant(weight), plan.constant(bias));
        const [found] = await ran([product], [[input, x]]);
        const expected = float64Algebra.affine(rowsIn(x), rowsIn(weight), rowsIn(bias));
        expect(difference(found as Float32Array, expected)).toBeLessThan(3e-5);
      }),
    );
  });

  test('each of those by element gives what it must', async () => {
    const random = new RandomStream(4);
    for (const columns of [1, 3, 4, 33]) {
      const [a, b] = [randomDense(random, 37, columns), randomDense(random, 37, columns)];
      const plan = new Plan();
      const [x, y] = [plan.input(37, columns), plan.input(37, columns)];
      const all = <D, S>(on: Algebra<D, S>, p: D, q: D) => [
        ...[on.add(p, q), on.subtract(p, q), on.multiply(p, q)],
        ...[on.sigmoid(p), on.tanh(p), on.relu(p), on.join([p, q, p])],
      ];
      const given = [[x, a] as const, [y, b] as const];
      const found = await ran(all(plan, x, y), given);
      for (const [i, expected] of all(float64Algebra, rowsIn(a), rowsIn(b)).entries()) {
        expect(difference(found[i] as Float32Array, expected)).toBeLessThan(1e-6);
      }
    }
  });
});

describe('fused layers', () => {
  test('equal the same operations one by one, bit for bit, and float64 within 1e-4', async () => {
    const sizes = fc.tuple(arbitrarySizes, fc.constantFrom(1, 3, 4, 16, 33));
    await fc.assert(
      fc.asyncProperty(sizes, async ([{ seed, rows, entries }, width]) => {
        const random = new RandomStream(seed);
        const sparse = randomSparse(random, { rows, columns: rows, entries });
        const [x, other] = [randomDense(random, rows, width), randomDense(random, rows, width)];
        const [wide, bias] = [randomDense(random, 2 * width, width), randomDense(random, 1, width)];
        wide.values.forEach((value, i) => {
          wide.values[i] = value / Math.sqrt(width);
        });
        const plan = new Plan();
        const [a, b] = [plan.input(rows, width), plan.input(rows, width)];
        const constants = [plan.constant(wide), plan.constant(bias)] as const;
        const values = gated(plan, plan.sparse(sparse), [a, b, ...constants]);
        const given = [[a, x] as const, [b, other] as const];
        const [fused] = await ran(values.slice(0, 1), given);
        const [apart] = await ran(values, given);
        expect(fused).toEqual(apart);
        const operands = [x, other, wide, bias].map(rowsIn) as [Rows, Rows, Rows, Rows];
        const [expected] = gated(float64Algebra, sparse, operands);
        expect(difference(fused as Float32Array, expected as Rows)).toBeLessThan(1e-4);
      }),
    );
  });
});

type Three = [SparseMatrix, SparseMatrix, SparseMatrix];

describe('the network on threads and in another order of rows', () => {
  const random = new RandomStream(9);
  const [elements, count] = [3000, 900];
  const architecture = { nodeFeatures: 7, limitFeatures: 5, stepFeatures: 2, hidden: 16 };
  const weights = startingWeights(architecture, () => random.uniform());
  const leaning = { rows: count, columns: elements, entries: 6000 };
  const [supports, rises, falls] = [1, 2, 3].map(() => randomSparse(random, leaning)) as Three;
  const owned = randomSparse(random, { rows: elements, columns: count, entries: 900 });
  const neighbours = randomSparse(random, { rows: elements, columns: elements, entries: 6000 });
  const given = {
    nodes: randomDense(random, elements, 7),
    limits: randomDense(random, count, 5),
    step: randomDense(random, elements, 2),
    failed: randomDense(random, elements, 1),
    exposed: randomDense(random, elements, 1),
    stress: randomDense(random, count, 1),
  };

  /** The last of four steps. */
  function fourSteps<D, S>(on: Algebra<D, S>, w: never, inputs: never): [D, D] {
    const steps = rollOut(on, w, inputs);
    for (let t = 1; t < 4; t++) steps.next();
    const { logits, failed } = steps.next().value as { logits: D; failed: D };
    return [logits, failed];
  }

  async function resident(threads: number, isOrdered: boolean): Promise<Float32Array[]> {
    const plan = new Plan();
    const order = isOrdered ? localityOrder(neighbours) : undefined;
    const along = order && orderAlong(supports, order);
    const inputs = {
      nodes: plan.input(elements, 7, order),
      limits: plan.input(count, 5, along),
      step: plan.input(elements, 2, order),
      failed: plan.input(elements, 1, order),
      exposed: plan.input(elements, 1, order),
      stress: plan.input(count, 1, along),
    };
    const matrices = {
      supports: plan.sparse(supports, along, order),
      rises: plan.sparse(rises, along, order),
      falls: plan.sparse(falls, along, order),
      owned: plan.sparse(owned, order, along),
      neighbours: plan.sparse(neighbours, order),
    };
    const constants = mapWeights(architecture, (name) => plan.constant(weights[name]));
    const all = { ...inputs, ...matrices, step: () => inputs.step };
    const wanted = fourSteps(plan, constants as never, all as never);
    const names = Object.keys(inputs) as (keyof typeof inputs)[];
    return ran(
      wanted,
      names.map((name) => [inputs[name], given[name]] as const),
      threads,
    );
  }

  test('one thread, two and none of its own agree bit for bit', async () => {
    const alone = await resident(0, true);
    expect(await resident(1, true)).toEqual(alone);
    expect(await resident(2, true)).toEqual(alone);
  });

  test('in its own order of rows and in that of locality it equals float64 within 1e-5', async () => {
    const rows = mapWeights(architecture, (name) => rowsIn(weights[name]));
    const dense = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, rowsIn(v)]));
    const sparse = { supports, rises, falls, owned, neighbours };
    const all = { ...dense, ...sparse, step: () => dense.step };
    const expected = fourSteps(float64Algebra, rows as never, all as never);
    for (const found of [await resident(0, false), await resident(0, true)]) {
      for (const [i, value] of found.entries()) {
        expect(difference(value, expected[i] as Rows)).toBeLessThan(1e-5);
      }
    }
  });
});
