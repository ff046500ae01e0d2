/**
 * Sparse times dense: `out[r, :] = Σ_e values[e] · x[indices[e], :]` for the entries e of row r.
 * A stretch of columns of one row is summed in registers over all its entries, then stored once.
 */
import { all, f32x4, i32, type Lanes, loop } from './code.ts';
import type { Kernel, ModuleBuilder, Scope } from './module-builder.ts';

/** Addresses and strides in bytes; `out` is where row `begin` goes. */
const parameters = [
  ...['begin', 'end', 'offsets', 'indices', 'values'],
  ...['x', 'xStride', 'width', 'out', 'outStride'],
] as const;

export type AggregateParameter =
  | 'begin'
  | 'end'
  | 'offsets'
  | 'indices'
  | 'values'
  | 'x'
  | 'xStride'
  | 'width'
  | 'out'
  | 'outStride';

/** Stretches of columns, the widest first: 32 and 16 floats, 4, and 1 for what is left. */
const stretches: readonly { vectors: number; lanes: Lanes }[] = [
  { vectors: 8, lanes: 4 },
  { vectors: 4, lanes: 4 },
  { vectors: 1, lanes: 4 },
  { vectors: 1, lanes: 1 },
];

export function addAggregate(module: ModuleBuilder): Kernel<AggregateParameter> {
  return module.kernel('aggregate', parameters as readonly AggregateParameter[], (scope) => {
    const { begin, end, offsets, indices, width, out, outStride } = scope.given;
    const [row, column, first, last] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
    const bytes = (entry: ReturnType<typeof i32.load>) => i32.mul(entry, i32.const(4));
    const rowStart = i32.add(offsets, bytes(row));
    return all(
      row.set(begin),
      loop(
        i32.lessThan(row, end),
        all(
          first.set(i32.add(indices, bytes(i32.load(rowStart)))),
          last.set(i32.add(indices, bytes(i32.load(rowStart, 4)))),
          column.set(i32.const(0)),
          ...stretches.map(({ vectors, lanes }) => {
            const size = vectors * lanes * 4;
            return loop(
              i32.atMost(i32.add(column, i32.const(size)), width),
              all(
                stretch(scope, { vectors, lanes, column, first, last }),
                column.set(i32.add(column, i32.const(size))),
              ),
            );
          }),
          out.set(i32.add(out, outStride)),
          row.set(i32.add(row, i32.const(1))),
        ),
      ),
    );
  });
}

interface Stretch {
  readonly vectors: number;
  readonly lanes: Lanes;
  readonly column: ReturnType<typeof i32.load>;
  /** Addresses of the row's first index and of the end of its last. */
  readonly first: ReturnType<typeof i32.load>;
  readonly last: ReturnType<typeof i32.load>;
}

/** The sums of `vectors · lanes` columns of one row. */
function stretch(scope: Scope<AggregateParameter>, at: Stretch) {
  const { indices, values, x, xStride, out } = scope.given;
  const { lanes } = at;
  const sums = Array.from({ length: at.vectors }, () => scope.f32x4());
  const [entry, source, value] = [scope.i32(), scope.i32(), scope.f32x4()];
  const start = i32.add(x, at.column);
  return all(
    ...sums.map((sum) => sum.set(f32x4.const(0))),
    entry.set(at.first),
    loop(
      i32.lessThan(entry, at.last),
      all(
        source.set(i32.add(start, i32.mul(i32.load(entry), xStride))),
        value.set(f32x4.loadSplat(i32.add(values, i32.sub(entry, indices)))),
        ...sums.map((sum, i) =>
          sum.set(f32x4.add(sum, f32x4.mul(value, f32x4.load(source, 16 * i, lanes)))),
        ),
        entry.set(i32.add(entry, i32.const(4))),
      ),
    ),
    ...sums.map((sum, i) =>
      f32x4.store(i32.add(out, at.column), sum, { offset: 16 * i, count: lanes }),
    ),
  );
}
