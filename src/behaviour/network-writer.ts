/** Writes a dependency network node by node, in turn from 0. Used by `dependencyNetwork`. */
import type { DependencyReader } from './dependency-groups.ts';
import type { DependencyNetwork } from './dependency-network.ts';

type Numbers = Int32Array | Float64Array | Uint8Array;

/** A column that grows. */
class Column<T extends Numbers> {
  #values: T;
  length = 0;

  constructor(values: T) {
    this.#values = values;
  }

  push(value: number): void {
    this.#reserve(1);
    this.#values[this.length++] = value;
  }

  /** Appends part of another column, each value raised by `shift`. */
  append(values: T, [first, end]: readonly [number, number], shift = 0): void {
    this.#reserve(end - first);
    this.#values.set(values.subarray(first, end) as never, this.length);
    const from = this.length;
    this.length += end - first;
    if (shift === 0) return;
    for (let i = from; i < this.length; i++) {
      this.#values[i] = (this.#values[i] as number) + shift;
    }
  }

  /** What was written. */
  whole(): T {
    return this.#values.slice(0, this.length) as T;
  }

  #reserve(more: number): void {
    const { length } = this.#values;
    if (this.length + more <= length) return;
    const Typed = this.#values.constructor as new (length: number) => T;
    const grown = new Typed(Math.max(2 * length, this.length + more, 64));
    grown.set(this.#values as never);
    this.#values = grown;
  }
}

export class NetworkWriter {
  readonly #nodeCount: number;
  readonly #groupOffsets = new Column<Int32Array>(new Int32Array(0));
  readonly #groupOwner = new Column<Int32Array>(new Int32Array(0));
  readonly #groupNeed = new Column<Float64Array>(new Float64Array(0));
  readonly #groupGrounded = new Column<Uint8Array>(new Uint8Array(0));
  readonly #groupName: string[] = [];
  readonly #supportOffsets = new Column<Int32Array>(new Int32Array(0));
  readonly #supportNode = new Column<Int32Array>(new Int32Array(0));
  readonly #supportWeight = new Column<Float64Array>(new Float64Array(0));
  readonly #supportEdge = new Column<Int32Array>(new Int32Array(0));
  readonly #delaySeconds = new Column<Float64Array>(new Float64Array(0));
  readonly #recoverySeconds = new Column<Float64Array>(new Float64Array(0));
  readonly #failed = new Column<Uint8Array>(new Uint8Array(0));

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
  }

  /** Reads and writes the next node. */
  add(reader: DependencyReader, node: number): void {
    this.#groupOffsets.push(this.#groupOwner.length);
    for (const { name, need, grounded, supports, weights } of reader.groups(node)) {
      this.#supportOffsets.push(this.#supportNode.length);
      this.#groupOwner.push(node);
      this.#groupNeed.push(need);
      this.#groupGrounded.push(grounded ? 1 : 0);
      this.#groupName.push(name);
      supports.forEach((support, i) => {
        this.#supportNode.push(support.node);
        this.#supportWeight.push(weights[i] as number);
        this.#supportEdge.push(support.edge);
      });
    }
    this.#delaySeconds.push(reader.seconds(node, 'failureDelay'));
    this.#recoverySeconds.push(reader.seconds(node, 'recoveryDelay'));
    this.#failed.push(reader.hasFailed(node) ? 1 : 0);
  }

  /** Writes the nodes `first … end - 1` as another network has them. */
  copy(network: DependencyNetwork, first: number, end: number): void {
    if (end <= first) return;
    const { groupOffsets, supportOffsets } = network;
    const groups = [groupOffsets[first] as number, groupOffsets[end] as number] as const;
    const supports = [supportOffsets[groups[0]], supportOffsets[groups[1]]] as [number, number];
    const nodes = [first, end] as const;
    this.#groupOffsets.append(groupOffsets, nodes, this.#groupOwner.length - groups[0]);
    this.#supportOffsets.append(supportOffsets, groups, this.#supportNode.length - supports[0]);
    this.#groupOwner.append(network.groupOwner, groups);
    this.#groupNeed.append(network.groupNeed, groups);
    this.#groupGrounded.append(network.groupGrounded, groups);
    for (let g = groups[0]; g < groups[1]; g++)
      this.#groupName.push(network.groupName[g] as string);
    this.#supportNode.append(network.supportNode, supports);
    this.#supportWeight.append(network.supportWeight, supports);
    this.#supportEdge.append(network.supportEdge, supports);
    this.#delaySeconds.append(network.delaySeconds, nodes);
    this.#recoverySeconds.append(network.recoverySeconds, nodes);
    this.#failed.append(network.failed, nodes);
  }

  finish(): DependencyNetwork {
    const nodeCount = this.#nodeCount;
    const groupCount = this.#groupOwner.length;
    this.#groupOffsets.push(groupCount);
    this.#supportOffsets.push(this.#supportNode.length);
    const supportOffsets = this.#supportOffsets.whole();
    const supportNode = this.#supportNode.whole();
    return {
      nodeCount,
      groupCount,
      groupOffsets: this.#groupOffsets.whole(),
      groupOwner: this.#groupOwner.whole(),
      groupNeed: this.#groupNeed.whole(),
      groupGrounded: this.#groupGrounded.whole(),
      groupName: this.#groupName,
      supportOffsets,
      supportNode,
      supportWeight: this.#supportWeight.whole(),
      supportEdge: this.#supportEdge.whole(),
      supportGroup: groupsOf(supportOffsets, supportNode.length),
      ...dependentsOf(supportNode, nodeCount),
      delaySeconds: this.#delaySeconds.whole(),
      recoverySeconds: this.#recoverySeconds.whole(),
      failed: this.#failed.whole(),
    };
  }
}

/** The group of each support. */
function groupsOf(offsets: Int32Array, supports: number): Int32Array {
  const groups = new Int32Array(supports);
  for (let g = 0; g + 1 < offsets.length; g++) {
    groups.fill(g, offsets[g] as number, offsets[g + 1] as number);
  }
  return groups;
}

/** Where each node is a support, in the order of supports: a counting sort. */
function dependentsOf(
  supportNode: Int32Array,
  nodeCount: number,
): Pick<DependencyNetwork, 'dependentOffsets' | 'dependentSupport'> {
  const dependentOffsets = new Int32Array(nodeCount + 1);
  for (const node of supportNode) {
    dependentOffsets[node + 1] = (dependentOffsets[node + 1] as number) + 1;
  }
  for (let i = 0; i < nodeCount; i++) {
    dependentOffsets[i + 1] = (dependentOffsets[i + 1] as number) + (dependentOffsets[i] as number);
  }
  const next = dependentOffsets.slice();
  const dependentSupport = new Int32Array(supportNode.length);
  for (let s = 0; s < supportNode.length; s++) {
    const node = supportNode[s] as number;
    const at = next[node] as number;
    dependentSupport[at] = s;
    next[node] = at + 1;
  }
  return { dependentOffsets, dependentSupport };
}
