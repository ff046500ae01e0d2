/**
 * Boosted trees in few bytes, for files: by node one byte for the column and one float32. Trees grow
 * level by level, so the children of the k-th node that asks are nodes 2k + 1 and 2k + 2.
 */
import type { BoostedTrees } from './boosted-trees.ts';
import type { Tree } from './grow-tree.ts';

/** All trees one after another, base64 of little-endian bytes. */
export interface PackedTrees {
  readonly prior: number;
  /** Nodes of each tree. */
  readonly sizes: readonly number[];
  /** Column that is asked, 255 for a leaf: a byte each. */
  readonly columns: string;
  /** Threshold of who asks, value of a leaf: a float32 each. */
  readonly numbers: string;
}

const leaf = 255;

/** Thresholds are rounded down, which moves no float32 to the other side; values to the nearest. */
export function packTrees({ prior, trees }: BoostedTrees): PackedTrees {
  const nodes = trees.flatMap((tree) =>
    tree.column.map((column, node) => ({ tree, column, node })),
  );
  const columns = Buffer.alloc(nodes.length);
  const numbers = Buffer.alloc(4 * nodes.length);
  for (const [place, { tree, column, node }] of nodes.entries()) {
    columns[place] = column < 0 ? leaf : column;
    const number = column < 0 ? tree.value[node] : roundedDown(tree.threshold[node] as number);
    numbers.writeFloatLE(number as number, 4 * place);
  }
  return {
    prior,
    sizes: trees.map(({ column }) => column.length),
    columns: columns.toString('base64'),
    numbers: numbers.toString('base64'),
  };
}

/** The trees again; undefined for bytes that are no trees over these columns. */
export function unpackTrees(
  { prior, sizes, columns, numbers }: PackedTrees,
  names: readonly string[],
): BoostedTrees | undefined {
  const asked = Buffer.from(columns, 'base64');
  const bytes = Buffer.from(numbers, 'base64');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (asked.length !== total || bytes.length !== 4 * total || !Number.isFinite(prior)) return;
  const trees: Tree[] = [];
  let first = 0;
  for (const size of sizes) {
    const tree = treeAt({ asked, bytes }, first, size);
    if (tree === undefined || tree.column.some((column) => column >= names.length)) return;
    trees.push(tree);
    first += size;
  }
  return { kind: 'boosted-trees', columns: names, prior, trees };
}

function treeAt(
  { asked, bytes }: { readonly asked: Buffer; readonly bytes: Buffer },
  first: number,
  size: number,
): Tree | undefined {
  const tree = {
    column: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    value: [] as number[],
  };
  let next = 1;
  for (let node = first; node < first + size; node++) {
    const column = asked[node] as number;
    const number = bytes.readFloatLE(4 * node);
    if (!Number.isFinite(number)) return;
    const isLeaf = column === leaf;
    tree.column.push(isLeaf ? -1 : column);
    tree.threshold.push(isLeaf ? 0 : number);
    tree.left.push(isLeaf ? -1 : next);
    tree.value.push(isLeaf ? number : 0);
    if (!isLeaf) next += 2;
  }
  // Children come after those who ask, and nobody else is there.
  return size > 0 && next === size && tree.left.every((l, node) => l < 0 || l > node)
    ? tree
    : undefined;
}

/** The greatest float32 that is not above. */
function roundedDown(value: number): number {
  const near = Math.fround(value);
  if (near <= value) return near;
  const [float, bits] = floatBits();
  float[0] = near;
  if (near === 0) return -(2 ** -149);
  bits[0] = (bits[0] as number) + (near > 0 ? -1 : 1);
  return float[0] as number;
}

function floatBits(): [Float32Array, Int32Array] {
  const buffer = new ArrayBuffer(4);
  return [new Float32Array(buffer), new Int32Array(buffer)];
}
