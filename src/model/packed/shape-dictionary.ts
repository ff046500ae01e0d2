/**
 * Finds the shape of a record step by step, in a tree of the shapes that were met. Bounded: when
 * records are not alike, those of shapes that were never met become loose ones.
 */
import {
  type Shape,
  type ShapeKind,
  type ShapeRoot,
  type Step,
  shapeOf,
  stepsOf,
} from './shape.ts';

/** A place in the tree: the steps from the root to it. */
export interface ShapeNode {
  readonly root: ShapeRoot;
  readonly before: ShapeNode | undefined;
  readonly step: Step | undefined;
  readonly next: Partial<Record<Step[0], Map<string, ShapeNode>>>;
  /** The shape that ends here, -1 while there is none. */
  shape: number;
}

/** How many steps of the tree and fields of shapes there are before new ones are refused. */
const limit = 1 << 18;

/** The shapes of a graph, by number. */
export class ShapeDictionary {
  readonly shapes: Shape[] = [];
  readonly #roots: Record<ShapeKind, Map<string, ShapeNode>> = {
    twin: new Map(),
    named: new Map(),
    identified: new Map(),
  };
  readonly #loose: Record<ShapeKind, Map<string, number>> = {
    twin: new Map(),
    named: new Map(),
    identified: new Map(),
  };
  #size = 0;

  /** With some shapes, in their order. */
  constructor(shapes: readonly Shape[] = []) {
    for (const shape of shapes) this.adopt(shape);
  }

  /** Where the shapes of a model or name begin. */
  root(kind: ShapeKind, label: string): ShapeNode {
    let node = this.#roots[kind].get(label);
    if (node === undefined) {
      node = nodeAfter({ kind, label, loose: false });
      this.#roots[kind].set(label, node);
    }
    return node;
  }

  /** One step on; undefined when the step is new and there are too many. */
  after(node: ShapeNode, kind: Step[0], key: string): ShapeNode | undefined {
    const known = node.next[kind]?.get(key);
    if (known !== undefined) return known;
    return this.#size < limit ? this.#grow(node, kind, key) : undefined;
  }

  /** The number of the shape that ends at a node. */
  shapeAt(node: ShapeNode): number {
    if (node.shape === -1) {
      const steps: Step[] = [];
      for (let at = node; at.before !== undefined; at = at.before) steps.push(at.step as Step);
      this.#size += steps.length;
      node.shape = this.shapes.push(shapeOf(node.root, steps.reverse())) - 1;
    }
    return node.shape;
  }

  /** The number of the shape of those that are not alike. */
  loose(kind: ShapeKind, label: string): number {
    let shape = this.#loose[kind].get(label);
    if (shape === undefined) {
      shape = this.shapes.push(shapeOf({ kind, label, loose: true }, [])) - 1;
      this.#loose[kind].set(label, shape);
    }
    return shape;
  }

  /** The number of a shape of another dictionary, however many there are. */
  adopt(shape: Shape): number {
    if (shape.loose) return this.loose(shape.kind, shape.label);
    let node = this.root(shape.kind, shape.label);
    for (const [kind, key = ''] of stepsOf(shape)) {
      node = node.next[kind]?.get(key) ?? this.#grow(node, kind, key);
    }
    return this.shapeAt(node);
  }

  #grow(before: ShapeNode, kind: Step[0], key: string): ShapeNode {
    this.#size++;
    const step: Step = kind === 'close' ? [kind] : [kind, key];
    const node = { ...nodeAfter(before.root), before, step };
    const next = before.next[kind];
    if (next === undefined) before.next[kind] = new Map([[key, node]]);
    else next.set(key, node);
    return node;
  }
}

function nodeAfter(root: ShapeRoot): ShapeNode {
  return { root, before: undefined, step: undefined, next: {}, shape: -1 };
}
