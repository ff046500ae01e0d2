/**
 * What one node of a graph needs: its groups of supports, from `dependsOn` relationships and from
 * those that bindings say are dependencies. Used by `dependencyNetwork`.
 */
import type { TwinGraph } from '../model/graph.ts';
import { asNumber } from '../model/json.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Catalogue, RelationshipBinding } from '../ontology/catalogue.ts';
import { type Behaviour, behaviourOf, behaviours } from './behaviours.ts';
import { type GroupNeed, rulesOf } from './dependency-rules.ts';

/** A node that another needs, says `edge`. */
export interface Support {
  readonly node: number;
  readonly weight: number;
  readonly edge: number;
}

/** Supports that count together; `weights` are theirs by the group's rule. */
export interface Group extends GroupNeed {
  readonly name: string;
  readonly supports: readonly Support[];
}

/** Reads nodes of one graph. */
export class DependencyReader {
  readonly #graph: TwinGraph;
  readonly #catalogue: Catalogue;
  readonly #dependent: Behaviour;
  readonly #asset: Behaviour;
  readonly #bindings = new Map<string, RelationshipBinding[]>();

  constructor(graph: TwinGraph, catalogue: Catalogue) {
    this.#graph = graph;
    this.#catalogue = catalogue;
    this.#dependent = behaviourOf(graph, catalogue, behaviours.dependent);
    this.#asset = behaviourOf(graph, catalogue, behaviours.asset);
    for (const binding of catalogue.bindings) {
      if (!('relationship' in binding)) continue;
      const known = this.#bindings.get(binding.relationship);
      if (known === undefined) this.#bindings.set(binding.relationship, [binding]);
      else known.push(binding);
    }
  }

  /** The groups of a node by name, the supports of each in the order of edges. */
  groups(owner: number): Group[] {
    if (this.#graph.idAt(owner) === undefined) return [];
    const byName = this.#supports(owner);
    const rules = rulesOf(this.#dependent, owner);
    return [...new Set([...rules.named, ...byName.keys()])].sort().map((name) => {
      const supports = byName.get(name) ?? [];
      const weights = supports.map(({ weight }) => weight);
      return { name, supports, ...rules.need(name, weights) };
    });
  }

  /** Seconds of a delay, 0 where there is none. */
  seconds(node: number, property: 'failureDelay' | 'recoveryDelay'): number {
    const value = this.#dependent.number(node, property);
    return Number.isNaN(value) ? 0 : Math.max(0, value);
  }

  /** Whether a node does not work of itself; one that was removed does not. */
  hasFailed(node: number): boolean {
    if (this.#graph.idAt(node) === undefined) return true;
    return this.#asset.value(node, 'operational') === false;
  }

  #supports(owner: number): Map<string, Support[]> {
    const graph = this.#graph;
    const found: (Support & { readonly group: string })[] = [];
    const out = graph.outEdges(owner);
    for (let i = 0; i < out.length; i++) this.#fromEdge(out[i] as number, 'source', found);
    const into = graph.inEdges(owner);
    for (let i = 0; i < into.length; i++) this.#fromEdge(into[i] as number, 'target', found);
    found.sort((a, b) => a.edge - b.edge);
    const byName = new Map<string, Support[]>();
    for (const support of found) {
      const known = byName.get(support.group);
      if (known === undefined) byName.set(support.group, [support]);
      else known.push(support);
    }
    return byName;
  }

  /** Adds the supports that an edge gives to the node at one of its ends. */
  #fromEdge(
    edge: number,
    end: 'source' | 'target',
    found: (Support & { readonly group: string })[],
  ): void {
    const graph = this.#graph;
    const [source, target] = [graph.sourceOf(edge), graph.targetOf(edge)];
    const name = graph.nameAt(edge) as string;
    if (source === target) return;
    const model = graph.modelAt(source) ?? '';
    const node = end === 'source' ? target : source;
    if (name === 'dependsOn' && end === 'source' && this.#dependent.has(model)) {
      const relationship = graph.relationshipAt(edge) as Relationship;
      found.push({ node, edge, ...declared(relationship) });
    }
    for (const { interface: bound, dependent, group } of this.#bindings.get(name) ?? []) {
      const depends = dependent === 'both' || dependent === end;
      if (depends && this.#catalogue.isA(model, bound))
        found.push({ node, edge, weight: 1, group });
    }
  }
}

function declared({ properties }: Relationship): { group: string; weight: number } {
  const weight = asNumber(properties.weight);
  return {
    group: typeof properties.group === 'string' ? properties.group : '',
    weight: weight > 0 && weight < Number.POSITIVE_INFINITY ? weight : 1,
  };
}
