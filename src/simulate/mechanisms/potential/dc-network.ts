/**
 * An electrical network for linear ("DC") flow, as numbers: nodes and lines by index. Built from a
 * graph or by a test; the kernels below know nothing else.
 *
 * Flow from `from` to `to` in megawatt: `susceptance · (angle_from − angle_to − shift)`.
 */

export interface DcNetwork {
  readonly nodeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Megawatt per radian; not zero; negative for a series capacitor. */
  readonly susceptance: Float64Array;
  /** Phase shift, in radians. */
  readonly shift: Float64Array;
  /** By node: 1 where the angle is zero by choice and the balance is struck. */
  readonly reference: Uint8Array;
  /** By node: the most that sources there can give, in megawatt, perhaps infinite; 0 without any. */
  readonly source: Float64Array;
}

/** Parts of the network that hang together. */
export interface Islands {
  readonly count: number;
  /** By node. */
  readonly islandOf: Int32Array;
  /** By island: the node that balances it; -1 in a dark one, which has no source. */
  readonly slack: Int32Array;
}

/** The lines at each node: those of node `n` stand from `starts[n]` up to `starts[n + 1]`. */
export interface Incidence {
  readonly starts: Int32Array;
  readonly lines: Int32Array;
}

export function incidenceOf({ nodeCount, from, to }: DcNetwork): Incidence {
  const starts = new Int32Array(nodeCount + 1);
  for (const ends of [from, to])
    for (const end of ends) starts[end + 1] = (starts[end + 1] as number) + 1;
  for (let n = 0; n < nodeCount; n++)
    starts[n + 1] = (starts[n + 1] as number) + (starts[n] as number);
  const lines = new Int32Array(2 * from.length);
  const next = starts.slice(0, nodeCount);
  for (let line = 0; line < from.length; line++) {
    for (const end of [from[line] as number, to[line] as number]) {
      const place = next[end] as number;
      lines[place] = line;
      next[end] = place + 1;
    }
  }
  return { starts, lines };
}

/**
 * The islands without the lines that are out. Slack is the first reference node that has a source,
 * else the node with the largest source; the first of equals.
 */
export function islandsOf(
  network: DcNetwork,
  out: Uint8Array,
  incidence = incidenceOf(network),
): Islands {
  const { nodeCount, from, to } = network;
  const islandOf = new Int32Array(nodeCount).fill(-1);
  const slack: number[] = [];
  const queue = new Int32Array(nodeCount);
  for (let first = 0; first < nodeCount; first++) {
    if (islandOf[first] !== -1) continue;
    const island = slack.length;
    let length = 1;
    queue[0] = first;
    islandOf[first] = island;
    for (let head = 0; head < length; head++) {
      const node = queue[head] as number;
      const end = incidence.starts[node + 1] as number;
      for (let k = incidence.starts[node] as number; k < end; k++) {
        const line = incidence.lines[k] as number;
        if (out[line] === 1) continue;
        const other = (from[line] as number) + (to[line] as number) - node;
        if (islandOf[other] !== -1) continue;
        islandOf[other] = island;
        queue[length++] = other;
      }
    }
    slack.push(slackOf(network, queue.subarray(0, length)));
  }
  return { count: slack.length, islandOf, slack: Int32Array.from(slack) };
}

/** The node among these that balances them; -1 when none has a source. */
export function slackOf({ reference, source }: DcNetwork, nodes: Int32Array): number {
  const given = (node: number) => source[node] as number;
  const isBetter = (node: number, than: number) => {
    if (reference[node] !== reference[than]) return reference[node] === 1;
    if (reference[node] === 1 || given(node) === given(than)) return node < than;
    return given(node) > given(than);
  };
  let best = -1;
  for (const node of nodes) {
    if (given(node) > 0 && (best === -1 || isBetter(node, best))) best = node;
  }
  return best;
}
