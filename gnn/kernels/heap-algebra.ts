/**
 * The algebra on our WebAssembly kernels, each operation as it comes, in a memory of its own: what
 * serving and evaluation run. `resident/` is for one network that is run again and again.
 */
import type { Algebra } from '../model/algebra.ts';
import type { Matrix } from '../model/array-algebra.ts';
import type { SparseMatrix } from '../model/sparse.ts';
import { activations, combinations } from './wasm/element-wise.ts';
import { type Kernels, kernelsOn } from './wasm/kernels.ts';
import { mostPages } from './wasm/module-builder.ts';

/** A dense row-major matrix in the memory, or several side by side. */
export type HeapRows = HeapBlock | readonly HeapBlock[];

interface HeapBlock {
  /** Address in bytes; changes when the memory is settled. */
  at: number;
  readonly rows: number;
  readonly columns: number;
}

export interface HeapSparse {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: number;
  readonly indices: number;
  readonly values: number;
}

const pageBytes = 2 ** 16;
const firstPages = 64;

/** An algebra with a memory, which is used by one computation at a time. */
export class HeapAlgebra implements Algebra<HeapRows, HeapSparse> {
  readonly #memory = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages });
  readonly #kernels: Kernels = kernelsOn(this.#memory);
  #top = 16;

  /** Puts a matrix into the memory. */
  dense({ rows, columns, values }: Matrix): HeapRows {
    const block = this.#block(rows, columns);
    new Float32Array(this.#memory.buffer, block.at, values.length).set(values);
    return block;
  }

  sparse({ rows, columns, offsets, indices, values }: SparseMatrix): HeapSparse {
    return {
      rows,
      columns,
      offsets: this.#words(offsets),
      indices: this.#words(indices),
      values: this.#words(values),
    };
  }

  /** A copy of what stands there. */
  read(x: HeapRows): Matrix {
    const { at, rows, columns } = this.#whole(x);
    const values = new Float32Array(this.#memory.buffer, at, rows * columns).slice();
    return { rows, columns, values };
  }

  /** What is put or computed from here on goes with `settle`. */
  mark(): number {
    return this.#top;
  }

  /** Frees what came after the mark but for what is kept, which moves together. */
  settle(mark: number, kept: Iterable<HeapRows>): void {
    const blocks = [...new Set([...kept].flatMap(partsOf))].filter(({ at }) => at >= mark);
    blocks.sort((a, b) => a.at - b.at);
    const bytes = new Uint8Array(this.#memory.buffer);
    this.#top = mark;
    for (const block of blocks) {
      const size = 4 * block.rows * block.columns;
      bytes.copyWithin(this.#top, block.at, block.at + size);
      block.at = this.#top;
      this.#top += padded(size);
    }
  }

  readonly matMul = (x: HeapRows, weight: HeapRows): HeapRows => {
    const zeros = this.#block(1, this.#whole(weight).columns);
    new Float32Array(this.#memory.buffer, zeros.at, zeros.columns).fill(0);
    return this.affine(x, weight, zeros);
  };

  readonly affine = (x: HeapRows, weight: HeapRows, bias: HeapRows): HeapRows => {
    const [w, start] = [this.#whole(weight), this.#whole(bias)];
    const [parts, width] = [partsOf(x), 4 * w.columns];
    const out = this.#block(parts[0]?.rows ?? 0, w.columns);
    // Parts of blocks of rows, so that sums stay in the cache.
    for (let row = 0; row < out.rows; row += blockRows) {
      const rows = Math.min(blockRows, out.rows - row);
      const own = { rows, wStride: width, width, out: out.at + row * width, outStride: width };
      let [from, sums] = [w.at, { start: start.at, startStride: 0 }];
      for (const { at, columns } of parts) {
        const left = { x: at + 4 * row * columns, xStride: 4 * columns, depth: columns };
        this.#kernels.product({ ...own, ...left, ...sums, w: from });
        sums = { start: own.out, startStride: width };
        from += columns * width;
      }
    }
    return out;
  };

  readonly aggregate = (matrix: HeapSparse, x: HeapRows): HeapRows => {
    const sums = partsOf(x).map((part) => this.#aggregate(matrix, part));
    return sums.length === 1 ? (sums[0] as HeapBlock) : sums;
  };

  readonly add = (a: HeapRows, b: HeapRows) => this.#combine('add', a, b);
  readonly subtract = (a: HeapRows, b: HeapRows) => this.#combine('subtract', a, b);
  readonly multiply = (a: HeapRows, b: HeapRows) => this.#combine('multiply', a, b);
  readonly sigmoid = (x: HeapRows) => this.#activate('sigmoid', x);
  readonly tanh = (x: HeapRows) => this.#activate('tanh', x);
  readonly relu = (x: HeapRows) => this.#activate('relu', x);
  readonly join = (parts: readonly HeapRows[]): HeapRows => parts.flatMap(partsOf);

  #aggregate({ rows, columns, ...csr }: HeapSparse, x: HeapBlock): HeapBlock {
    const onsets = columns === 0 ? 0 : x.rows / columns;
    const out = this.#block(rows * onsets, x.columns);
    const width = 4 * onsets * x.columns;
    const strides = { width, xStride: width, outStride: width };
    this.#kernels.aggregate({ ...csr, ...strides, begin: 0, end: rows, x: x.at, out: out.at });
    return out;
  }

  #combine(by: 'add' | 'subtract' | 'multiply', a: HeapRows, b: HeapRows): HeapBlock {
    const [left, right] = [this.#whole(a), this.#whole(b)];
    const out = this.#block(left.rows, left.columns);
    const size = 4 * out.rows * out.columns;
    const kind = combinations[by];
    this.#kernels.combine({ kind, a: left.at, b: right.at, c: right.at, out: out.at, size });
    return out;
  }

  #activate(by: 'sigmoid' | 'tanh' | 'relu', x: HeapRows): HeapBlock {
    const from = this.#whole(x);
    const out = this.#block(from.rows, from.columns);
    const size = 4 * out.rows * out.columns;
    this.#kernels.activate({ kind: activations[by], x: from.at, out: out.at, size });
    return out;
  }

  /** Products and sums take parts as they are; nothing else is asked to. */
  #whole(x: HeapRows): HeapBlock {
    const [part, ...others] = partsOf(x);
    if (part === undefined || others.length > 0) throw new TypeError('joined rows are not whole');
    return part;
  }

  #block(rows: number, columns: number): HeapBlock {
    return { at: this.#space(4 * rows * columns), rows, columns };
  }

  #words(values: Int32Array | Float32Array): number {
    const at = this.#space(values.byteLength);
    const { buffer } = this.#memory;
    if (values instanceof Float32Array) new Float32Array(buffer, at, values.length).set(values);
    else new Int32Array(buffer, at, values.length).set(values);
    return at;
  }

  /** Throws a RangeError beyond the 4 GiB that WebAssembly has. */
  #space(bytes: number): number {
    const at = this.#top;
    this.#top += padded(bytes);
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) {
      const pages = Math.ceil(missing / pageBytes);
      const held = this.#memory.buffer.byteLength / pageBytes;
      // By half as much again, so that growing is rare.
      this.#memory.grow(Math.min(mostPages - held, Math.max(pages, held >> 1)));
      if (this.#top > this.#memory.buffer.byteLength) {
        throw new RangeError('the network takes more than the 4 GiB that WebAssembly has');
      }
    }
    return at;
  }
}

const blockRows = 512;

/** To the vectors of the kernels. */
function padded(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function partsOf(x: HeapRows): readonly HeapBlock[] {
  return Array.isArray(x) ? (x as readonly HeapBlock[]) : [x as HeapBlock];
}
