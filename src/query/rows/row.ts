/**
 * A row while it is searched: indexes into the graph, nothing decoded. One row is filled again and
 * again, so whoever keeps something of it copies it before the search goes on. Fields are read
 * otherwise than in `fields.ts`, where a null counts as missing: here it is a value like others.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { JsonObject } from '../../model/json.ts';
import { pathSegments, valueAt } from '../../model/path.ts';
import type { Field } from '../fields.ts';
import type { RowFields } from './condition.ts';
import { relationshipJson, twinJson } from './record-json.ts';
import type { Property, RowsQuery } from './rows-query.ts';

/** What each twin and link of the query is bound to at present. */
export interface Row {
  /** A node for each twin of the query. */
  readonly nodes: Int32Array;
  /** The edges of each link's walk, from its `from` to its `to`. */
  readonly edges: (readonly number[])[];
}

/** Gives the models that a model stands for; `NOT_FOUND` for one that nobody knows. */
export type ModelsOf = (model: string, exact: boolean) => ReadonlySet<string>;

/** Where the names of a query are in its rows, and how they are read from the graph. */
export class RowReader implements RowFields<Row> {
  readonly graph: TwinGraph;
  readonly #modelsOf: ModelsOf;
  readonly #twins: ReadonlyMap<string, number>;
  readonly #relationships = new Map<string, number>();

  constructor(graph: TwinGraph, query: RowsQuery, modelsOf: ModelsOf) {
    this.graph = graph;
    this.#modelsOf = modelsOf;
    this.#twins = new Map(query.twins.map((name, slot) => [name, slot]));
    for (const [slot, { relationship }] of query.links.entries()) {
      if (relationship !== undefined) this.#relationships.set(relationship, slot);
    }
  }

  /** The place of a twin in `nodes`. */
  slotOf(twin: string): number {
    const slot = this.#twins.get(twin);
    if (slot === undefined) throw new TypeError(`the query binds no twin ${twin}`);
    return slot;
  }

  getter({ of, path }: Property): Field<Row> {
    const twin = this.#twins.get(of);
    return twin === undefined
      ? this.#relationshipGetter(this.#linkOf(of), path)
      : this.#twinGetter(twin, path);
  }

  isOfModel(of: string, model: string, exact: boolean): (row: Row) => boolean {
    const slot = this.slotOf(of);
    const models = this.#modelsOf(model, exact);
    return ({ nodes }) => models.has(this.graph.modelAt(nodes[slot] as number) as string);
  }

  /** The models that a condition on models leaves. */
  modelsOf(model: string, exact: boolean): ReadonlySet<string> {
    return this.#modelsOf(model, exact);
  }

  /** Reads a whole record as JSON. */
  record(of: string): (row: Row) => JsonObject {
    const { graph } = this;
    const twin = this.#twins.get(of);
    if (twin !== undefined) {
      return ({ nodes }) => twinJson(present(graph.twinAt(nodes[twin] as number)));
    }
    const link = this.#linkOf(of);
    return ({ edges }) => relationshipJson(present(graph.relationshipAt(edgeOf(edges, link))));
  }

  #linkOf(relationship: string): number {
    const slot = this.#relationships.get(relationship);
    if (slot === undefined) throw new TypeError(`the query binds nothing named ${relationship}`);
    return slot;
  }

  #twinGetter(slot: number, path: string): Field<Row> {
    const { graph } = this;
    if (path === '$id') return ({ nodes }) => graph.idAt(nodes[slot] as number);
    if (path === '$model') return ({ nodes }) => graph.modelAt(nodes[slot] as number);
    checkPath(path);
    return ({ nodes }) => graph.value(nodes[slot] as number, path);
  }

  #relationshipGetter(slot: number, path: string): Field<Row> {
    const { graph } = this;
    const record = (edges: Row['edges']) => present(graph.relationshipAt(edgeOf(edges, slot)));
    switch (path) {
      case '$id':
        return ({ edges }) => record(edges).id;
      case '$name':
        return ({ edges }) => graph.nameAt(edgeOf(edges, slot));
      case '$source':
        return ({ edges }) => graph.idAt(graph.sourceOf(edgeOf(edges, slot)));
      case '$target':
        return ({ edges }) => graph.idAt(graph.targetOf(edgeOf(edges, slot)));
      default:
        checkPath(path);
        return ({ edges }) => valueAt(record(edges).properties, path);
    }
  }
}

function edgeOf(edges: Row['edges'], link: number): number {
  return edges[link]?.[0] as number;
}

/** A search binds only what is present. */
function present<T>(record: T | undefined): T {
  return record as T;
}

function checkPath(path: string): void {
  if (!path.startsWith('$') && pathSegments(path).length > 0) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: path,
    message: 'there is no such property',
    expected: 'names of properties, or $id and $model of a twin',
  });
}
