/**
 * Bridges: the lines whose loss tears an island apart (Tarjan, "A note on finding the bridges of a
 * graph", Inf. Process. Lett. 2 (1974) 160), without recursion. Called by the line outages.
 */
import type { DcNetwork, Incidence } from './dc-network.ts';

/** By line: 1 where it is a bridge. Parallel lines are none; lines that are out are none. */
export function bridgesOf(network: DcNetwork, incidence: Incidence, out: Uint8Array): Uint8Array {
  const { nodeCount, from, to } = network;
  const bridge = new Uint8Array(from.length);
  const entered = new Int32Array(nodeCount).fill(-1);
  const lowest = new Int32Array(nodeCount);
  const cursor = incidence.starts.slice(0, nodeCount);
  const enteredBy = new Int32Array(nodeCount).fill(-1);
  const stack = new Int32Array(nodeCount);
  let clock = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (entered[root] !== -1) continue;
    let depth = 0;
    stack[depth++] = root;
    entered[root] = lowest[root] = clock++;
    while (depth > 0) {
      const node = stack[depth - 1] as number;
      if ((cursor[node] as number) === (incidence.starts[node + 1] as number)) {
        depth--;
        leave(node);
        continue;
      }
      const line = incidence.lines[cursor[node] as number] as number;
      cursor[node] = (cursor[node] as number) + 1;
      if (out[line] === 1 || line === enteredBy[node]) continue;
      const other = (from[line] as number) + (to[line] as number) - node;
      if (entered[other] !== -1) {
        lowest[node] = Math.min(lowest[node] as number, entered[other] as number);
        continue;
      }
      enteredBy[other] = line;
      entered[other] = lowest[other] = clock++;
      stack[depth++] = other;
    }
  }
  return bridge;

  function leave(node: number): void {
    const line = enteredBy[node] as number;
    if (line < 0) return;
    const above = (from[line] as number) + (to[line] as number) - node;
    lowest[above] = Math.min(lowest[above] as number, lowest[node] as number);
    if ((lowest[node] as number) > (entered[above] as number)) bridge[line] = 1;
  }
}
