/**
 * One layer of the network for some rows: `out = finish(f(start + Σ_terms source · weight))`, where
 * a source is dense or a sparse matrix times a dense one. What is aggregated for a few rows stays
 * in the nearest cache, where it is multiplied at once, and so does what is activated.
 * The layer lies in memory as int32 words in the order of `layerWords` and, a term, `termWords`.
 */

import type { AggregateParameter } from './aggregate.ts';
import { all, type I32, i32, type Local, loop, when } from './code.ts';
import type { ActivateParameter, CombineParameter } from './element-wise.ts';
import type { Kernel, ModuleBuilder } from './module-builder.ts';
import type { ProductParameter } from './product.ts';

/** Rows of a block: with 64 columns a block of the sums, one of the source and the weights are 32 KiB. */
export const blockRows = 32;

/** `start` is a bias (stride 0) or a matrix; `combination` is 0 or one of `combinations`. */
export const layerWords = [
  ...['out', 'width', 'start', 'startStride'],
  ...['activation', 'combination', 'first', 'second', 'terms'],
] as const;

/**
 * `offsets` is 0 for a dense source. `weight` has `depth` rows of the layer's width; where it is 0
 * the source, a sparse product and the only term, is the sum itself. With no terms `start` is.
 */
export const termWords = ['x', 'depth', 'weight', 'offsets', 'indices', 'values'] as const;

/** `scratch`: `blockRows` rows of the deepest term. */
export type LayerParameter = 'layer' | 'begin' | 'end' | 'scratch';

interface Parts {
  readonly aggregate: Kernel<AggregateParameter>;
  readonly product: Kernel<ProductParameter>;
  readonly activate: Kernel<ActivateParameter>;
  readonly combine: Kernel<CombineParameter>;
}

export function addLayer(module: ModuleBuilder, parts: Parts): Kernel<LayerParameter> {
  return module.kernel('layer', ['layer', 'begin', 'end', 'scratch'], (scope) => {
    const { layer, begin, end, scratch } = scope.given;
    const words = layerWords.map((name) => [name, scope.i32()] as const);
    const own = Object.fromEntries(words) as Record<(typeof layerWords)[number], Local<'i32'>>;
    const [rows, block, term, left] = [scope.i32(), scope.i32(), scope.i32(), scope.i32()];
    const [source, start, startStride] = [scope.i32(), scope.i32(), scope.i32()];
    const size = i32.mul(rows, own.width);
    const from = (base: I32, stride: I32) => i32.add(base, i32.mul(begin, stride));
    const wordOf = (name: (typeof termWords)[number]) =>
      i32.load(term, 4 * termWords.indexOf(name));
    const depthBytes = i32.mul(wordOf('depth'), i32.const(4));

    const takeSource = when(
      wordOf('offsets'),
      all(
        source.set(i32.select(scratch, block, wordOf('weight'))),
        parts.aggregate({
          ...{ begin, end: i32.add(begin, rows) },
          ...{ offsets: wordOf('offsets'), indices: wordOf('indices'), values: wordOf('values') },
          ...{ x: wordOf('x'), xStride: depthBytes, width: depthBytes },
          ...{ out: source, outStride: depthBytes },
        }),
      ),
      source.set(from(wordOf('x'), depthBytes)),
    );
    const multiplied = parts.product({
      ...{ rows, x: source, xStride: depthBytes, depth: wordOf('depth') },
      ...{ w: wordOf('weight'), wStride: own.width, width: own.width },
      ...{ start, startStride, out: block, outStride: own.width },
    });
    const addTerm = all(
      takeSource,
      when(wordOf('weight'), multiplied),
      // The next term goes onto this one's sums.
      start.set(block),
      startStride.set(own.width),
      term.set(i32.add(term, i32.const(4 * termWords.length))),
      left.set(i32.sub(left, i32.const(1))),
    );
    const combined = parts.combine({
      ...{ kind: own.combination, a: from(own.first, own.width), c: block, out: block, size },
      b: i32.select(from(own.second, own.width), block, own.second),
    });
    const activated = (x: I32) => parts.activate({ kind: own.activation, x, out: block, size });
    const wholeBlock = i32.const(blockRows);
    const remaining = i32.sub(end, begin);
    return all(
      ...words.map(([, word], index) => word.set(i32.load(layer, 4 * index))),
      loop(
        i32.lessThan(begin, end),
        all(
          rows.set(i32.select(remaining, wholeBlock, i32.lessThan(remaining, wholeBlock))),
          block.set(from(own.out, own.width)),
          start.set(from(own.start, own.startStride)),
          startStride.set(own.startStride),
          term.set(i32.add(layer, i32.const(4 * layerWords.length))),
          left.set(own.terms),
          loop(left, addTerm),
          when(own.terms, when(own.activation, activated(block)), activated(start)),
          when(own.combination, combined),
          begin.set(i32.add(begin, rows)),
        ),
      ),
    );
  });
}
