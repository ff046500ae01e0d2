/**
 * A graph as one request sees it: of one moment, and read without waiting once it is there. The
 * parent of every field of `Graph`; the present, a past revision and a scenario's branch each have
 * their own.
 */
import type { FieldNode } from 'graphql';
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { Observe } from '../query/explain.ts';
import {
  graphQueries,
  type RelationshipsOfEach,
  relationshipReader,
  twinReader,
} from '../query/graph-queries.ts';
import type { GraphQueries } from '../query/query.ts';
import { adviseNearTwin } from '../store/checked/near-twin.ts';
import { readRelationshipsOf, withSubtypes } from '../store/checked/subtypes.ts';
import { type Connection, connection } from './connection.ts';

/** A value, or what comes to be one: nothing waits for what is there. */
export type Soon<T> = T | Promise<T>;

/** What the fields of a graph read from; one for each request. */
export interface GraphView {
  readonly queries: GraphQueries;
  snapshot(): Soon<TwinGraph>;
  /** The twin, undefined when there is none. */
  twin(id: string): Soon<TwinNode | undefined>;
  /** A page of a twin's relationships. `field` asks alike of each twin, so `asked` is read once. */
  relationshipsOf(
    twin: string,
    field: FieldNode | undefined,
    asked: () => RelationshipsOfEach,
  ): Soon<RelationshipPage>;
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

type RelationshipPage = Connection<RelationshipNode>;
type PageReader = (twin: string) => RelationshipPage;

/** What a graph is read from. */
export interface GraphSource {
  snapshot(): Soon<TwinGraph>;
  catalogue(): Catalogue;
}

/** Opens a graph for one request, as it is when it is first asked. */
export function graphView(source: GraphSource, observe?: Observe): GraphView {
  let pinned: Soon<TwinGraph> | undefined;
  const snapshot = () => {
    pinned ??= whenThere(source.snapshot(), (graph) => {
      pinned = graph;
      return graph;
    });
    return pinned;
  };
  const queries = advised(
    withSubtypes(graphQueries(snapshot, observe), () => source.catalogue()),
    snapshot,
  );
  let readTwin: ReturnType<typeof twinReader> | undefined;
  const readers = new Map<FieldNode | undefined, PageReader>();
  const view: GraphView = {
    queries,
    snapshot,
    twin: (id) =>
      whenThere(snapshot(), (graph) => {
        readTwin ??= twinReader(graph, observe);
        const twin = readTwin(id);
        return twin && { graph: view, twin };
      }),
    relationshipsOf: (twin, field, asked) =>
      whenThere(snapshot(), (graph) => {
        let read = readers.get(field);
        if (read === undefined) {
          const request = readRelationshipsOf(asked(), source.catalogue());
          read = pageReader(view, relationshipReader(graph, request, observe));
          readers.set(field, read);
        }
        return read(twin);
      }),
  };
  return view;
}

/** Does what is to be done with a value: at once where it is there. */
function whenThere<T, R>(value: Soon<T>, use: (value: T) => R): Soon<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** Reads each twin's page once, however many ways lead to it: a hub's is dear. */
function pageReader(graph: GraphView, read: ReturnType<typeof relationshipReader>): PageReader {
  const known = new Map<string, RelationshipPage>();
  return (twin) => {
    let page = known.get(twin);
    if (page === undefined) {
      page = connection(read(twin), (relationship) => ({ graph, relationship }));
      known.set(twin, page);
    }
    return page;
  };
}

/** The same queries, whose refusals of a missing twin name the one that was probably meant. */
function advised(queries: GraphQueries, snapshot: () => Soon<TwinGraph>): GraphQueries {
  const refused = async (error: unknown): Promise<never> => {
    throw await adviseNearTwin(error, snapshot);
  };
  return {
    ...queries,
    find: (query) => queries.find(query).catch(refused),
    paths: (query) => queries.paths(query).catch(refused),
    aggregate: (query) => queries.aggregate(query).catch(refused),
  };
}
