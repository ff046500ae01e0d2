/**
 * Compiles the predicates of one query for one graph, those along relationships too, and the walks
 * of its routes. Nested predicates remember what they found of a node, so nesting does not multiply.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { edgeFields, nodeFields } from '../fields.ts';
import { nodeOf } from '../paths/node-of.ts';
import { Reach } from '../paths/reach.ts';
import { checkedDirection, checkedHops } from '../paths/route-check.ts';
import { namedEdges, type Walk } from '../paths/walk.ts';
import type { Predicate, Related, Route, TwinFilter, Within } from '../query.ts';
import type { Work } from '../work.ts';
import { type Test, testOf } from './predicate.ts';
import { relatedTest } from './related.ts';

/** In how many places a query may walk along relationships; more is `LIMIT_EXCEEDED`. */
const maxWalks = 25;

/** The tests of one query. */
export class GraphTests {
  readonly #graph: TwinGraph;
  readonly #work: Work;
  readonly #within = new Map<Within, readonly number[]>();
  #walks = 0;

  constructor(graph: TwinGraph, work: Work) {
    this.#graph = graph;
    this.#work = work;
  }

  /** The test of the twin at a node. */
  twin(predicate: Predicate | undefined, depth = 1): Test<number> {
    const beyond = (part: Related | Within, at: number) =>
      part.kind === 'within' ? this.#isWithin(part) : this.#related(part, at);
    return testOf(predicate, { fields: nodeFields(this.#graph), beyond }, depth);
  }

  /** The test of the relationship at an edge. */
  relationship(predicate: Predicate | undefined, depth = 1): Test<number> {
    return testOf(predicate, { fields: edgeFields(this.#graph) }, depth);
  }

  /** The test of a whole filter, its ids and exact models too. */
  filter({ ids, models, where }: TwinFilter, depth = 1): Test<number> {
    const graph = this.#graph;
    const test = this.twin(where, depth);
    const wantedIds = ids && new Set(ids);
    const wantedModels = models && new Set(models);
    return (node) =>
      (wantedModels?.has(graph.modelAt(node) as string) ?? true) &&
      (wantedIds?.has(graph.idAt(node) as string) ?? true) &&
      test(node);
  }

  /** The walk of a route; `hops` are the bounds where it says none. */
  walk(route: Route, hops: { readonly min: number; readonly max: number }, depth = 1): Walk {
    if (++this.#walks > maxWalks) throw tooManyWalks();
    const { along, relationship, through, direction = 'out' } = route;
    const graph = this.#graph;
    const named = namedEdges(graph, along);
    const fits = relationship && this.relationship(relationship, depth + 1);
    return {
      graph,
      direction: checkedDirection(direction),
      hops: checkedHops(route.hops, hops),
      follows: named && fits ? (edge) => named(edge) && fits(edge) : (named ?? fits),
      passes: through && this.twin(through, depth + 1),
      work: this.#work,
    };
  }

  /** The nodes that a route leads to from its twin, searched once for each query. */
  nodesWithin(within: Within, depth = 1): readonly number[] {
    const known = this.#within.get(within);
    if (known !== undefined) return known;
    const nodes: number[] = [];
    const start = nodeOf(this.#graph, within.from, 'within');
    const walk = this.walk(within, { min: 1, max: 10 }, depth);
    new Reach(walk).from(start, (node) => nodes.push(node) === 0);
    this.#within.set(within, nodes);
    return nodes;
  }

  #isWithin(within: Within): Test<number> {
    const inside = new Uint8Array(this.#graph.nodeCount);
    for (const node of this.nodesWithin(within)) inside[node] = 1;
    return (node) => inside[node] === 1;
  }

  #related(related: Related, depth: number): Test<number> {
    const min = related.hops?.min ?? 1;
    const walk = this.walk(related, { min: 1, max: Math.max(1, min) }, depth);
    const far = remembered(this.filter(related, depth + 1), this.#graph.nodeCount);
    return relatedTest(related, walk, far);
  }
}

/** A test that is made once for each node. */
function remembered(test: Test<number>, nodes: number): Test<number> {
  /** 0: not asked yet, 1: no, 2: yes. */
  const known = new Uint8Array(nodes);
  return (node) => {
    if (known[node] === 0) known[node] = test(node) ? 2 : 1;
    return known[node] === 2;
  };
}

function tooManyWalks(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'where',
    message: 'the query walks along relationships in too many places',
    expected: `at most ${maxWalks}`,
    action: 'split the query',
  });
}
