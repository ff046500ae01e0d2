/** Reads the graph from the tables when the store opens, record by record into its compact form. */
import { graphBuilder } from '../../model/build-graph.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { damaged } from './data-folder.ts';
import type { State, Tables } from './layout.ts';

/** `DATA_DAMAGED` when there are not as many records as were written. */
export function checkCounts(found: TwinGraph['size'], written: State, path: string): void {
  const { twins, relationships } = found;
  if (twins === written.twins && relationships === written.relationships) return;
  throw damaged(
    path,
    `there are ${twins} twins and ${relationships} relationships, ` +
      `where ${written.twins} and ${written.relationships} were written`,
  );
}

/** The graph on disk; `DATA_DAMAGED` when its records do not belong together. */
export function loadGraph(tables: Tables, state: State, path: string): TwinGraph {
  const builder = graphBuilder();
  try {
    for (const [, twin] of tables.twins.range()) builder.addTwin(twin);
    for (const [, each] of tables.relationships.range()) builder.addRelationship(each);
    const graph = builder.build(state.revision);
    // A damaged page may have hidden some, whatever the table says of their number.
    checkCounts(graph.size, state, path);
    return graph;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw damaged(path, `the records do not belong together: ${cause.message}`, cause);
  }
}
