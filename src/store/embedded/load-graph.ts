/** Reads the graph from the tables when the store opens. */
import { buildGraph } from '../../model/build-graph.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { damaged } from './data-folder.ts';
import type { Tables } from './layout.ts';
import type { Table } from './tables.ts';

/** The graph on disk; `DATA_DAMAGED` when records are missing or do not belong together. */
export function loadGraph(tables: Tables, path: string): TwinGraph {
  const state = tables.state.get('now') ?? { revision: 0, twins: 0, relationships: 0 };
  const twins = all(tables.twins);
  const relationships = all(tables.relationships);
  if (twins.length !== state.twins || relationships.length !== state.relationships) {
    throw damaged(
      path,
      `there are ${twins.length} twins and ${relationships.length} relationships, ` +
        `where ${state.twins} and ${state.relationships} were written`,
    );
  }
  try {
    return buildGraph({ twins, relationships, revision: state.revision });
  } catch (cause) {
    throw damaged(path, 'a relationship ends at a twin that is missing', cause);
  }
}

function all<T>(table: Table<T>): T[] {
  return Array.from(table.range(), ([, record]) => record);
}
