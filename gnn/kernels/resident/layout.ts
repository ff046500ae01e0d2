/**
 * Where everything of a plan lies in memory: sparse matrices, constants, inputs, what is wanted, and
 * what lies between, whose places are used again when nothing needs it any more. Also the words that
 * say which layers to run, see `schedule.ts`.
 */
import type { SparseMatrix } from '../../model/sparse.ts';
import { activations, combinations } from '../wasm/element-wise.ts';
import { blockRows, layerWords, termWords } from '../wasm/layer.ts';
import { type Layer, layersOf, operandsOf } from './fuse.ts';
import type { SparseValue, Value } from './plan.ts';
import { boundsOf, costOf, type Schedule, scheduleWords } from './schedule.ts';

/** What is written into the memory once it is there. */
interface Content {
  readonly place: number;
  readonly values: Float32Array | Int32Array;
}

export interface Layout {
  /** Of the whole memory. */
  readonly bytes: number;
  readonly contents: readonly Content[];
  readonly schedule: Schedule;
  /** Addresses of inputs and of what is wanted. */
  readonly places: ReadonlyMap<Value, number>;
  /** Multiplications of one run. */
  readonly cost: number;
}

export function layoutOf(wanted: readonly Value[], threads: number): Layout {
  return new Arrangement(wanted, Math.max(1, threads)).layout();
}

const lineBytes = 64;

class Arrangement {
  readonly #wanted: readonly Value[];
  readonly #threads: number;
  readonly #layers: readonly Layer[];
  readonly #contents: Content[] = [];
  readonly #places = new Map<Value, number>();
  readonly #matrices = new Map<SparseValue, { offsets: number; indices: number; values: number }>();
  /** Places that may be used again, by their size. */
  readonly #free = new Map<number, number[]>();
  // Nothing lies at address 0, which stands for nothing.
  #end = lineBytes;

  constructor(wanted: readonly Value[], threads: number) {
    this.#wanted = wanted;
    this.#threads = threads;
    this.#layers = layersOf(wanted);
  }

  layout(): Layout {
    const layers = this.#layers;
    const widest = Math.max(1, ...layers.map(({ out }) => out.columns));
    const zeros = this.#put(new Float32Array(widest));
    const lastUse = this.#lastUses();
    const steps = layers.map((layer, step) => {
      const operands = operandsOf(layer);
      for (const value of operands) this.#placeOf(value);
      const words = this.#wordsOf(layer, zeros);
      for (const value of new Set(operands)) if (lastUse.get(value) === step) this.#release(value);
      return { layer: this.#put(words), bounds: boundsOf(layer) };
    });
    for (const value of this.#wanted) this.#placeOf(value);
    const deepest = Math.max(1, ...layers.flatMap(({ terms }) => terms.map(({ x }) => x.columns)));
    const scratchBytes = aligned(blockRows * deepest * 4);
    const scratch = this.#reserve(scratchBytes * this.#threads);
    const words = scheduleWords(steps);
    const schedule = { start: this.#put(words), scratch, scratchBytes, threads: this.#threads };
    const cost = layers.reduce((sum, layer) => sum + costOf(layer), 0);
    return { bytes: this.#end, contents: this.#contents, schedule, places: this.#places, cost };
  }

  /** After which step a value's place is free; inputs, constants and what is wanted stay. */
  #lastUses(): Map<Value, number> {
    const last = new Map<Value, number>();
    for (const [step, layer] of this.#layers.entries()) {
      for (const value of operandsOf(layer)) {
        if (value.kind !== 'input' && value.kind !== 'constant') last.set(value, step);
      }
    }
    for (const value of this.#wanted) last.delete(value);
    return last;
  }

  #wordsOf(layer: Layer, zeros: number): Int32Array {
    const { out, start, terms, activation, combination, first, second } = layer;
    const width = out.columns * 4;
    const own: Record<(typeof layerWords)[number], number> = {
      out: this.#placeOf(out),
      width,
      start: start === undefined ? zeros : this.#placeOf(start),
      startStride: start === undefined || start.rows === 1 ? 0 : width,
      activation: activations[activation],
      combination: combination === undefined ? 0 : combinations[combination],
      first: first === undefined ? 0 : this.#placeOf(first),
      second: second === undefined ? 0 : this.#placeOf(second),
      terms: terms.length,
    };
    const all = terms.flatMap(({ x, matrix, weight }) => {
      const rows = weight === undefined ? 0 : weight.firstRow * width;
      const words: Record<(typeof termWords)[number], number> = {
        x: this.#placeOf(x),
        depth: x.columns,
        weight: weight === undefined ? 0 : this.#placeOf(weight.of) + rows,
        ...(matrix ? this.#matrixOf(matrix) : { offsets: 0, indices: 0, values: 0 }),
      };
      return termWords.map((name) => words[name]);
    });
    return Int32Array.from([...layerWords.map((name) => own[name]), ...all], (word) => word | 0);
  }

  #matrixOf(value: SparseValue) {
    const known = this.#matrices.get(value);
    if (known !== undefined) return known;
    const { offsets, indices, values }: SparseMatrix = value.matrix;
    const places = {
      offsets: this.#put(offsets),
      indices: this.#put(indices),
      values: this.#put(values),
    };
    this.#matrices.set(value, places);
    return places;
  }

  #placeOf(value: Value): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const place =
      value.kind === 'constant' ? this.#put(value.values) : this.#reserve(bytesOf(value));
    this.#places.set(value, place);
    return place;
  }

  /** Gives a value's place to others; the value itself is not read again. */
  #release(value: Value): void {
    const place = this.#places.get(value);
    const size = bytesOf(value);
    if (place !== undefined) this.#free.set(size, [...(this.#free.get(size) ?? []), place]);
  }

  #put(values: Float32Array | Int32Array): number {
    const place = this.#grow(aligned(values.byteLength));
    this.#contents.push({ place, values });
    return place;
  }

  #reserve(bytes: number): number {
    return this.#free.get(bytes)?.pop() ?? this.#grow(aligned(bytes));
  }

  #grow(bytes: number): number {
    const place = this.#end;
    this.#end += bytes;
    return place;
  }
}

function bytesOf({ rows, columns }: Value): number {
  return aligned(rows * columns * 4);
}

/** Whole cache lines, so that no line has two owners. */
function aligned(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / lineBytes)) * lineBytes;
}
