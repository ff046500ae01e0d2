/**
 * Dense times dense, onto what is there: `out[i, j] = start[i, j] + Σ_k x[i, k] · w[k, j]`, and the
 * same of a transposed left operand, `x[k, i]`. `start` may be a bias (stride 0) or `out` itself.
 * A tile of rows by columns stays in registers over all k; the order of the sums is always that of k.
 */
import {
  all,
  type F32x4,
  f32x4,
  type I32,
  i32,
  type Lanes,
  type Local,
  loop,
  type Statement,
} from './code.ts';
import type { Kernel, ModuleBuilder, Scope } from './module-builder.ts';

const parameters = [
  ...(['rows', 'x', 'xStride', 'depth', 'w', 'wStride', 'width'] as const),
  ...(['start', 'startStride', 'out', 'outStride'] as const),
] as const;

/** Strides, from one row in memory to the next, and `width` are in bytes. */
export type ProductParameter = (typeof parameters)[number];

/** Rows of a tile, then single ones; vectors of its columns, then single ones, then lanes. */
const heights = [4, 1];
const stretches: readonly { vectors: number; lanes: Lanes }[] = [
  { vectors: 2, lanes: 4 },
  { vectors: 1, lanes: 4 },
  { vectors: 1, lanes: 1 },
];

export function addProduct(module: ModuleBuilder): Kernel<ProductParameter> {
  return module.kernel('product', parameters, (scope) => product(scope, false));
}

/** `xᵀ · w`, as the gradient of weights is; `x` is `[depth, rows]`. */
export function addTransposedProduct(module: ModuleBuilder): Kernel<ProductParameter> {
  return module.kernel('transposedProduct', parameters, (scope) => product(scope, true));
}

function product(scope: Scope<ProductParameter>, transposed: boolean): Statement {
  const { rows, x, xStride, width, start, startStride, out, outStride } = scope.given;
  const column = scope.i32();
  const xStep = transposed ? i32.const(4) : xStride;
  const advanced = (pointer: Local<'i32'>, stride: I32, by: number) =>
    pointer.set(i32.add(pointer, i32.mul(stride, i32.const(by))));
  const rowsOf = (height: number) => [
    column.set(i32.const(0)),
    ...stretches.map(({ vectors, lanes }) => {
      const next = i32.add(column, i32.const(vectors * lanes * 4));
      const sums = tile(scope, { height, vectors, lanes, column, transposed });
      return loop(i32.atMost(next, width), all(sums, column.set(next)));
    }),
    advanced(x, xStep, height),
    advanced(start, startStride, height),
    advanced(out, outStride, height),
    rows.set(i32.sub(rows, i32.const(height))),
  ];
  return all(
    ...heights.map((height) => loop(i32.atMost(i32.const(height), rows), all(...rowsOf(height)))),
  );
}

interface Tile {
  readonly height: number;
  readonly vectors: number;
  readonly lanes: Lanes;
  readonly column: I32;
  readonly transposed: boolean;
}

function tile(scope: Scope<ProductParameter>, at: Tile): Statement {
  const { height, vectors, lanes, column, transposed } = at;
  const { x, xStride, depth, w, wStride, start, startStride, out, outStride } = scope.given;
  const many = <T>(count: number, of: () => T) => Array.from({ length: count }, of);
  const sums = many(height, () => many(vectors, () => scope.f32x4()));
  const weights = many(vectors, () => scope.f32x4());
  const first = scope.i32();
  const lefts = [first, ...many(transposed ? 0 : height - 1, () => scope.i32())];
  const [right, k, value, place] = [scope.i32(), scope.i32(), scope.f32x4(), scope.i32()];
  const rowAt = (base: I32, stride: I32, i: number) =>
    i === 0 ? base : i32.add(base, i32.mul(stride, i32.const(i)));

  // Taking several k in one turn is slower: V8 then loads ahead until it runs out of registers.
  const oneK = all(
    ...weights.map((weight, j) => weight.set(f32x4.load(right, 16 * j, lanes))),
    ...sums.flatMap((row, i) => {
      const left = transposed ? f32x4.loadSplat(first, 4 * i) : f32x4.loadSplat(lefts[i] as I32);
      return [
        value.set(left),
        ...row.map((sum, j) => sum.set(f32x4.add(sum, f32x4.mul(value, weights[j] as F32x4)))),
      ];
    }),
    ...lefts.map((pointer) => pointer.set(i32.add(pointer, transposed ? xStride : i32.const(4)))),
    right.set(i32.add(right, wStride)),
    k.set(i32.sub(k, i32.const(1))),
  );
  return all(
    ...sums.flatMap((row, i) => [
      place.set(i32.add(rowAt(start, startStride, i), column)),
      ...row.map((sum, j) => sum.set(f32x4.load(place, 16 * j, lanes))),
    ]),
    ...lefts.map((pointer, i) => pointer.set(rowAt(x, xStride, i))),
    right.set(i32.add(w, column)),
    k.set(depth),
    loop(k, oneK),
    ...sums.flatMap((row, i) => [
      place.set(i32.add(rowAt(out, outStride, i), column)),
      ...row.map((sum, j) => f32x4.store(place, sum, { offset: 16 * j, count: lanes })),
    ]),
  );
}
