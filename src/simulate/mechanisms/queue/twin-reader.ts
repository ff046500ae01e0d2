/** Reads what queues need off a graph's twins, in the order of twin ids. Used to build queue models. */
import { type Behaviour, behaviourOf } from '../../../behaviour/behaviours.ts';
import { compareText } from '../../../model/compare-text.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import { asNumber, type JsonObject } from '../../../model/json.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { type Distribution, type Kind, kinds } from './distribution.ts';

/** A relationship to another twin, by the order of targets' ids. */
export interface Link {
  readonly target: number;
  /** The target's id. */
  readonly twin: string;
  readonly id: string;
  readonly properties: JsonObject;
}

export class TwinReader {
  readonly graph: TwinGraph;
  readonly #catalogue: Catalogue;
  readonly #behaviours = new Map<string, Behaviour>();
  /** Those that were asked for, by name and node. */
  readonly #links = new Map<string, Map<number, readonly Link[]>>();

  constructor(graph: TwinGraph, catalogue: Catalogue) {
    this.graph = graph;
    this.#catalogue = catalogue;
  }

  behaviour(id: string): Behaviour {
    let behaviour = this.#behaviours.get(id);
    if (behaviour === undefined) {
      behaviour = behaviourOf(this.graph, this.#catalogue, id);
      this.#behaviours.set(id, behaviour);
    }
    return behaviour;
  }

  id(node: number): string {
    return this.graph.idAt(node) ?? '';
  }

  has(node: number, behaviour: string): boolean {
    const model = this.graph.modelAt(node);
    return model !== undefined && this.behaviour(behaviour).has(model);
  }

  /** All twins with a behaviour, by id. */
  nodes(behaviour: string): number[] {
    return this.byId(this.behaviour(behaviour).nodes());
  }

  byId(nodes: Iterable<number>): number[] {
    return [...nodes].sort((a, b) => compareText(this.id(a), this.id(b)));
  }

  /** The relationships of one name to twins that have a behaviour; others are refused. */
  links(node: number, name: string, behaviour: string): readonly Link[] {
    const byNode = this.#links.get(name) ?? new Map<number, readonly Link[]>();
    this.#links.set(name, byNode);
    const links = byNode.get(node) ?? this.#read(node, name, behaviour);
    byNode.set(node, links);
    return links;
  }

  #read(node: number, name: string, behaviour: string): Link[] {
    const { graph } = this;
    const links: Link[] = [];
    const edges = graph.outEdges(node);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      if (graph.nameAt(edge) !== name) continue;
      const target = graph.targetOf(edge);
      const twin = this.id(target);
      if (!this.has(target, behaviour)) {
        const where = `${this.id(node)}/${name}`;
        throw refuse(where, `${twin} cannot take part`, `a twin with ${behaviour}`);
      }
      const { id = '', properties = {} } = graph.relationshipAt(edge) ?? {};
      links.push({ target, twin, id, properties });
    }
    return links.sort((a, b) => compareText(a.twin, b.twin) || compareText(a.id, b.id));
  }

  /** A number, or what holds where it is absent. */
  number(node: number, behaviour: string, property: string, otherwise: number): number {
    const value = this.behaviour(behaviour).value(node, property);
    if (value === undefined || value === null) return otherwise;
    const number = asNumber(value);
    const where = `${this.id(node)}/${property}`;
    if (Number.isNaN(number)) throw refuse(where, 'it is not a number', 'a number');
    return number;
  }

  numbers(node: number, behaviour: string, property: string): number[] {
    const value = this.behaviour(behaviour).value(node, property);
    return Array.isArray(value) ? value.map(asNumber) : [];
  }

  /** One of some words; the first where it is absent. */
  word<W extends string>(
    node: number,
    behaviour: string,
    property: string,
    words: readonly [W, ...W[]],
  ): W {
    const value = this.behaviour(behaviour).value(node, property);
    if (value === undefined || value === null) return words[0];
    const known = words.find((word) => word === value);
    if (known !== undefined) return known;
    const where = `${this.id(node)}/${property}`;
    throw refuse(where, `${JSON.stringify(value)} is not known`, `one of ${words.join(', ')}`);
  }

  text(node: number, behaviour: string, property: string): string | undefined {
    const value = this.behaviour(behaviour).value(node, property);
    return typeof value === 'string' ? value : undefined;
  }

  /** A distribution from `…Distribution` and `…Variation`; of kind `plain` where none is given. */
  distribution(
    node: number,
    behaviour: string,
    name: string,
    { mean, plain }: { readonly mean: number; readonly plain: Kind },
  ): Distribution {
    const variation = this.number(node, behaviour, `${name}Variation`, Number.NaN);
    const fallback = Number.isNaN(variation) ? plain : 'gamma';
    const others = kinds.filter((kind) => kind !== fallback);
    const kind = this.word(node, behaviour, `${name}Distribution`, [fallback, ...others]);
    return Number.isNaN(variation) ? { kind, mean } : { kind, mean, variation };
  }
}

export function refuse(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message,
    expected,
    action: 'correct the twin',
  });
}

/** Shares of ways out: what is not given is, in equal parts, what the given ones leave of `whole`. */
export function sharesOf(links: readonly Link[], whole: number, where: string): number[] {
  const given = links.map(({ properties }) => asNumber(properties.share ?? null));
  const open = given.filter(Number.isNaN).length;
  const sum = given.reduce((total, share) => (Number.isNaN(share) ? total : total + share), 0);
  const isOff = open === 0 ? Math.abs(sum - whole) > 1e-9 : sum > whole + 1e-9;
  if (links.length > 0 && isOff) {
    throw refuse(where, `the shares sum to ${sum}`, `shares that sum to ${whole}`);
  }
  const rest = Math.max(0, whole - sum) / open;
  return given.map((share) => (Number.isNaN(share) ? rest : share));
}
