/**
 * The meaning of the query tree, written from its description with plain loops over the records of
 * a graph: what the executor is compared with.
 */
import type { TwinGraph } from '../../src/model/graph.ts';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Twin } from '../../src/model/twin.ts';
import type { Comparison, Predicate, Related, Route, TwinFilter } from '../../src/query/query.ts';
import { allRelationships, allTwins } from './random-graph.ts';

/** A record as its paths show it. */
type Flat = Readonly<Record<string, Json | undefined>>;

/** The records of a graph, and what predicates say of them. */
export class Naive {
  readonly twins: readonly Twin[];
  readonly relationships: readonly Relationship[];

  constructor(graph: TwinGraph) {
    this.twins = allTwins(graph);
    this.relationships = allRelationships(graph);
  }

  /** Whether a twin is as a filter wants. */
  fits(twin: Twin, { ids, models, where }: TwinFilter): boolean {
    if (ids !== undefined && !ids.includes(twin.id)) return false;
    if (models !== undefined && !models.includes(twin.model)) return false;
    return where === undefined || this.holds(where, twin);
  }

  /** Whether a predicate holds of a twin. */
  holds(predicate: Predicate, twin: Twin): boolean {
    if (predicate.kind === 'not') return !this.holds(predicate.of, twin);
    if (predicate.kind === 'and') return predicate.of.every((part) => this.holds(part, twin));
    if (predicate.kind === 'or') return predicate.of.some((part) => this.holds(part, twin));
    if (predicate.kind === 'related') return this.#related(predicate, twin);
    if (predicate.kind === 'within') {
      return this.far(predicate.from, predicate, 10).has(twin.id);
    }
    return holdsOf(predicate, flatTwin(twin));
  }

  /** The ids of the twins that a route leads to, by hops. */
  far(from: string, route: Route, most: number): ReadonlyMap<string, number> {
    const { min = 1, max = most } = route.hops ?? {};
    const steps = this.steps(route);
    const hops = new Map([[from, 0]]);
    for (let round = 1; round <= max; round++) {
      for (const [near, far] of steps) {
        if (hops.get(near) !== round - 1 || hops.has(far)) continue;
        if (round === 1 || this.passes(near, route)) hops.set(far, round);
      }
    }
    if (min === 1 && steps.some(([near, far]) => near === from && far === from)) hops.set(from, 1);
    return new Map([...hops].filter(([, count]) => count >= min && count <= max));
  }

  /** From where to where a route may go in one hop, and by which relationship. */
  steps({ along, direction = 'out', relationship }: Route): [string, string, Relationship][] {
    const steps: [string, string, Relationship][] = [];
    for (const each of this.relationships) {
      if (along !== undefined && !along.includes(each.name)) continue;
      if (relationship !== undefined && !holdsOf(relationship, flatRelationship(each))) continue;
      if (direction !== 'in') steps.push([each.source, each.target, each]);
      if (direction !== 'out') steps.push([each.target, each.source, each]);
    }
    return steps;
  }

  /** Whether a route may lead on from a twin between its ends. */
  passes(id: string, { through }: Route): boolean {
    return through === undefined || this.holds(through, this.#twin(id));
  }

  #related(related: Related, twin: Twin): boolean {
    const far = [...this.far(twin.id, related, Math.max(1, related.hops?.min ?? 1)).keys()];
    const fitting = far.filter((id) => this.fits(this.#twin(id), related)).length;
    const { count, quantifier } = related;
    if (count !== undefined) return compared(fitting, count.operator, count.value);
    if (quantifier === 'all') return fitting === far.length;
    return quantifier === 'none' ? fitting === 0 : fitting > 0;
  }

  #twin(id: string): Twin {
    return this.twins.find((twin) => twin.id === id) as Twin;
  }
}

/** Whether a predicate on its own values holds of a record. */
export function holdsOf(predicate: Predicate, record: Flat): boolean {
  if (!('path' in predicate)) throw new Error(`${predicate.kind} is about more than a record`);
  const held = record[predicate.path];
  if (predicate.kind === 'exists') return predicate.exists === (held !== undefined);
  if (held === undefined) return false;
  if (predicate.kind === 'in') return predicate.values.some((each) => same(each, held));
  if (predicate.kind === 'compare') return compared(held, predicate.operator, predicate.value);
  if (predicate.kind !== 'text' || typeof held !== 'string') return false;
  const letters = (text: string) => (predicate.ignoreCase === true ? text.toUpperCase() : text);
  const [text, part] = [letters(held), letters(predicate.value)];
  if (predicate.operator === 'contains') return text.includes(part);
  return predicate.operator === 'startsWith' ? text.startsWith(part) : text.endsWith(part);
}

const same = (a: Json, b: Json) => canonicalJson(a) === canonicalJson(b);

function compared(held: Json, operator: Comparison, value: Json): boolean {
  if (operator === 'eq') return same(held, value);
  if (operator === 'ne') return !same(held, value);
  if (typeof held !== typeof value || !['number', 'string'].includes(typeof held)) return false;
  const [a, b] = [held as number, value as number];
  return { lt: a < b, lte: a <= b, gt: a > b, gte: a >= b }[operator];
}

/** A twin as its paths show it. */
export function flatTwin(twin: Twin): Flat {
  const { level, name, part } = twin.properties as Record<string, Json>;
  const inner = part as { level?: Json } | undefined;
  return {
    level,
    name,
    'part/level': inner?.level,
    $id: twin.id,
    $model: twin.model,
    $revision: twin.revision,
  };
}

/** A relationship as its paths show it. */
export function flatRelationship(relationship: Relationship): Flat {
  return {
    share: relationship.properties.share,
    $id: relationship.id,
    $name: relationship.name,
    $source: relationship.source,
    $target: relationship.target,
  };
}
