/**
 * Which parts of a network hang together by open links, which of them have a reservoir or tank, and
 * which closed links are around them. Used by the water mechanism.
 */
import type { LinkElement, WaterModel } from './water-model.ts';

/** By node: the lowest node that open links, in either direction, connect it with. */
export function partsOf(
  { nodes, links }: Pick<WaterModel, 'nodes' | 'links'>,
  closed: ArrayLike<number>,
): Int32Array {
  const above = Int32Array.from(nodes, (_, node) => node);
  const rootOf = (node: number) => {
    let root = node;
    while (above[root] !== root) {
      above[root] = above[above[root] as number] as number;
      root = above[root] as number;
    }
    return root;
  };
  for (let link = 0; link < links.length; link++) {
    if (closed[link] === 1) continue;
    const { from, to } = links[link] as LinkElement;
    const [a, b] = [rootOf(from), rootOf(to)];
    above[Math.max(a, b)] = Math.min(a, b);
  }
  return above.map((_, node) => rootOf(node));
}

/** The parts that have a reservoir or tank. */
export function suppliedParts(
  { nodes, junctionCount }: WaterModel,
  parts: Int32Array,
): Set<number> {
  return new Set(parts.subarray(junctionCount, nodes.length));
}

/** The closed links at the edge of a part; all that are closed if none is. */
export function closedAround(
  { links }: WaterModel,
  { parts, part, closed }: { parts: Int32Array; part: number; closed: Uint8Array },
): number[] {
  const all: number[] = [];
  const edge: number[] = [];
  links.forEach(({ from, to }, link) => {
    if (closed[link] !== 1) return;
    all.push(link);
    if ((parts[from] === part) !== (parts[to] === part)) edge.push(link);
  });
  return edge.length > 0 ? edge : all;
}
