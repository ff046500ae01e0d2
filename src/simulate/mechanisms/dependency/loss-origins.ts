/** Finds the failures that began a loss: for nodes that lose no support of their own. */
import type { SupportState } from './support-state.ts';

interface Around {
  /** Steps of the nodes that fail at this instant. */
  readonly failing: ReadonlyMap<number, number>;
  /** Nodes that failed at earlier instants and are still down. */
  readonly failed: { has(node: number): boolean };
  /** Whether a node is lost but has not failed yet: it may stand between. */
  readonly isOpen: (node: number) => boolean;
}

/**
 * The failures nearest to a node, going back over the groups that lack something: those of this
 * instant at a lower step than the node's, with the earlier ones on the way to them. None when
 * nothing failed at this instant, because the network itself changed.
 */
export function originsOf(
  state: SupportState,
  { node, step }: { readonly node: number; readonly step: number },
  around: Around,
): number[] {
  const { groupOffsets, supportOffsets, supportNode } = state.network;
  const seen = new Set([node]);
  const origins: number[] = [];
  let found = false;
  for (let level = [node]; level.length > 0 && !found; ) {
    const next: number[] = [];
    for (const at of level) {
      for (let g = groupOffsets[at] as number; g < (groupOffsets[at + 1] as number); g++) {
        if (state.satisfied(g)) continue;
        for (let s = supportOffsets[g] as number; s < (supportOffsets[g + 1] as number); s++) {
          const support = supportNode[s] as number;
          if (seen.has(support)) continue;
          seen.add(support);
          const now = (around.failing.get(support) ?? Number.POSITIVE_INFINITY) < step;
          if (now || around.failed.has(support)) origins.push(support);
          else if (around.isOpen(support)) next.push(support);
          found ||= now;
        }
      }
    }
    level = next;
  }
  return found ? origins : [];
}
