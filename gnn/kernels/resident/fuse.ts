/**
 * Makes layers of a plan: each a sum of products, sparse or dense, then an activation, then a
 * combination, as the kernel `layer` runs it. A value with one use goes into the layer that uses it.
 */
import type { Activation, Combination } from '../wasm/element-wise.ts';
import type { SparseValue, Value } from './plan.ts';

/** `out = combination(activation(start + Σ_terms source · weight))`; all but `out` are operands. */
export interface Layer {
  readonly out: Value;
  /** A bias of one row, or a matrix of the layer's shape. */
  readonly start: Value | undefined;
  readonly terms: readonly Term[];
  readonly activation: Activation;
  /** By `first`, and for `blend` by `second` too; see `combinations`. */
  readonly combination: Combination | undefined;
  readonly first: Value | undefined;
  readonly second: Value | undefined;
}

/** A dense source, or `matrix` times a dense one, times rows of a weight. */
export interface Term {
  readonly x: Value;
  readonly matrix: SparseValue | undefined;
  /** Without one, the source is the sum itself. */
  readonly weight: { readonly of: Value; readonly firstRow: number } | undefined;
}

/** The layers that come to the wanted values, in an order in which they can be run. */
export function layersOf(wanted: readonly Value[]): Layer[] {
  const fusion = new Fusion(wanted);
  const found: Layer[] = [];
  const done = new Set<Value>();
  const visit = (value: Value): void => {
    if (done.has(value) || value.kind === 'input' || value.kind === 'constant') return;
    done.add(value);
    const layer = fusion.layerOf(value);
    for (const operand of operandsOf(layer)) visit(operand);
    found.push(layer);
  };
  for (const value of wanted) visit(value);
  return found;
}

/** The values that have to be in memory when a layer is run. */
export function operandsOf({ start, terms, first, second }: Layer): Value[] {
  const sources = terms.flatMap(({ x, weight }) => (weight ? [x, weight.of] : [x]));
  return [start, ...sources, first, second].filter((value) => value !== undefined);
}

class Fusion {
  readonly #uses = new Map<Value, number>();

  constructor(wanted: readonly Value[]) {
    const count = (value: Value): void => {
      const uses = this.#uses.get(value) ?? 0;
      this.#uses.set(value, uses + 1);
      // The parts of a join are used wherever it is.
      if (uses === 0 || value.kind === 'join') for (const part of partsOf(value)) count(part);
    };
    // What is wanted has a second use: it has to be in memory at the end.
    for (const value of [...wanted, ...wanted]) count(value);
  }

  layerOf(value: Value): Layer {
    const plain = { out: value, start: undefined, terms: [], activation: 'none' as const };
    const layer = { ...plain, combination: undefined, first: undefined, second: undefined };
    switch (value.kind) {
      case 'affine':
        return { ...layer, start: value.bias, terms: this.#terms(value.x, value.weight) };
      case 'aggregate':
        return { ...layer, terms: [{ x: value.x, matrix: value.matrix, weight: undefined }] };
      case 'activate':
        return this.#activated(value) ?? { ...layer, start: value.x, activation: value.by };
      case 'join':
        return { ...layer, terms: this.#terms(value, identity(value.columns)) };
      case 'combine': {
        const fused = this.#blended(value) ?? this.#added(value) ?? this.#multiplied(value);
        return fused ?? { ...layer, start: value.b, combination: value.by, first: value.a };
      }
      default:
        throw new TypeError('inputs and constants have no layer');
    }
  }

  /** The layer of a value that goes into its only use. */
  #open(value: Value): Layer | undefined {
    const isLayer =
      value.kind === 'affine' || value.kind === 'activate' || value.kind === 'combine';
    if (!isLayer || this.#uses.get(value) !== 1) return undefined;
    const layer = this.layerOf(value);
    return layer.combination === undefined && layer.terms.length > 0 ? layer : undefined;
  }

  #terms(x: Value, weight: Value): Term[] {
    let firstRow = 0;
    return leavesOf(x).flatMap((part) => {
      const isFused = part.kind === 'aggregate' && this.#uses.get(part) === 1;
      const sources = isFused ? leavesOf(part.x) : [part];
      return sources.map((source): Term => {
        const term = { x: source, weight: { of: weight, firstRow } };
        firstRow += source.columns;
        return { ...term, matrix: isFused ? part.matrix : undefined };
      });
    });
  }

  #activated(value: Extract<Value, { kind: 'activate' }>): Layer | undefined {
    const inner = this.#open(value.x);
    if (inner?.activation !== 'none') return undefined;
    return { ...inner, out: value, activation: value.by };
  }

  /** `h + z ⊙ (c - h)` with c a layer */
  #blended(value: Extract<Value, { kind: 'combine' }>): Layer | undefined {
    const { a: h, b: product } = value;
    if (value.by !== 'add' || product.kind !== 'combine' || product.by !== 'multiply') return;
    const { a: z, b: change } = product;
    const isOnce = this.#uses.get(product) === 1 && this.#uses.get(change) === 1;
    if (!isOnce || change.kind !== 'combine' || change.by !== 'subtract' || change.b !== h) return;
    const inner = this.#open(change.a);
    return inner && { ...inner, out: value, combination: 'blend', first: h, second: z };
  }

  /** Products that are summed onto each other, or one onto a matrix. */
  #added(value: Extract<Value, { kind: 'combine' }>): Layer | undefined {
    if (value.by !== 'add') return undefined;
    for (const [product, other] of [
      [value.a, value.b],
      [value.b, value.a],
    ] as const) {
      const inner = this.#open(product);
      if (inner === undefined || inner.start !== undefined || inner.activation !== 'none') continue;
      const outer = this.#open(other);
      if (outer?.activation !== 'none') return { ...inner, out: value, start: other };
      return { ...outer, out: value, terms: [...outer.terms, ...inner.terms] };
    }
    return undefined;
  }

  #multiplied(value: Extract<Value, { kind: 'combine' }>): Layer | undefined {
    if (value.by !== 'multiply') return undefined;
    const left = this.#open(value.a);
    const inner = left ?? this.#open(value.b);
    if (inner === undefined) return undefined;
    const first = left === undefined ? value.a : value.b;
    return { ...inner, out: value, combination: 'multiply', first };
  }
}

/** A join is never made where its parts do. */
function leavesOf(value: Value): readonly Value[] {
  return value.kind === 'join' ? value.parts.flatMap(leavesOf) : [value];
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'affine':
      return [value.x, value.weight, ...(value.bias ? [value.bias] : [])];
    case 'aggregate':
    case 'activate':
      return [value.x];
    case 'combine':
      return [value.a, value.b];
    case 'join':
      return value.parts;
    default:
      return [];
  }
}

function identity(columns: number): Value {
  const values = new Float32Array(columns * columns);
  for (let i = 0; i < columns; i++) values[i * columns + i] = 1;
  return { kind: 'constant', rows: columns, columns, values, order: undefined };
}
