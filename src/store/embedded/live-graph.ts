/**
 * The graph that queries read, as it moves on: each commit lays an overlay on it, and once the
 * overlays hold a good part of the graph they are folded into a new base. A value: the writer
 * makes the next one and keeps it only when the commit is on disk.
 */
import { buildGraph } from '../../model/build-graph.ts';
import { type Changeset, sizeOf } from '../../model/changeset.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { allRelationships, allTwins } from '../../model/graph-records.ts';

/** The present graph, and how far it is from its base. */
export interface LiveGraph {
  readonly graph: TwinGraph;
  /** How many records were written since the base was built. */
  readonly overlaid: number;
}

/** Below this many overlaid records a new base is not worth its making. */
const minFold = 8_192;

/** A fold is due when the overlays hold this share of the graph: its cost per commit is constant. */
const foldShare = 0.25;

/** The graph after one more commit. */
export function advance(live: LiveGraph, changeset: Changeset, revision: number): LiveGraph {
  const graph = live.graph.withChanges(changeset, revision);
  const overlaid = live.overlaid + sizeOf(changeset);
  const { twins, relationships } = graph.size;
  if (overlaid < Math.max(minFold, (twins + relationships) * foldShare)) return { graph, overlaid };
  return { graph: folded(graph), overlaid: 0 };
}

function folded(graph: TwinGraph): TwinGraph {
  return buildGraph({
    twins: allTwins(graph),
    relationships: allRelationships(graph),
    revision: graph.revision,
  });
}
