/**
 * A graph as one request sees it: its queries, its snapshot, and loaders that gather what the
 * fields of one level ask for into one store call. The parent of every field of `Graph`; the
 * present, a past revision and a scenario's branch each have their own.
 */
import DataLoader from 'dataloader';
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { GraphQueries, Page, RelationshipsOf } from '../query/query.ts';

/** What a graph is read from: a store, or an overlay of one. */
export interface GraphSource extends GraphQueries {
  snapshot(): Promise<TwinGraph>;
}

/** What the fields of a graph read from; one for each request. */
export interface GraphView {
  readonly queries: GraphQueries;
  snapshot(): Promise<TwinGraph>;
  /** The twin, undefined when there is none; asked for in one call with its neighbours. */
  twin(id: string): Promise<TwinNode | undefined>;
  /** A page of a twin's relationships; asked for in one call with those of its neighbours. */
  relationshipsOf(request: RelationshipsOf): Promise<Page<Relationship>>;
}

/** A twin and the graph it was read from, so that its fields stay in that graph. */
export interface TwinNode {
  readonly graph: GraphView;
  readonly twin: Twin;
}

/** A relationship and the graph it was read from. */
export interface RelationshipNode {
  readonly graph: GraphView;
  readonly relationship: Relationship;
}

/** Opens a graph for one request; its loaders remember what they read for as long as it lives. */
export function graphView(source: GraphSource): GraphView {
  const twins = new DataLoader<string, Twin | undefined>((ids) => source.twins(ids));
  const pages = new DataLoader<RelationshipsOf, Page<Relationship>, string>(
    (requests) => source.relationshipsOf(requests),
    { cacheKeyFn: (request) => JSON.stringify(request) },
  );
  const view: GraphView = {
    queries: source,
    snapshot: () => source.snapshot(),
    twin: async (id) => {
      const twin = await twins.load(id);
      return twin && { graph: view, twin };
    },
    relationshipsOf: (request) => pages.load(request),
  };
  return view;
}
