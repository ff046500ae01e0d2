/**
 * Reads the numbers of one twin's behaviour: absent ones take their default, impossible ones are
 * refused with the twin's name. Used by `balanceModel` and its readers.
 */
import type { Behaviour } from '../../../behaviour/behaviours.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Json } from '../../../model/json.ts';

/** Longer delays than this are cut to it: no horizon reaches their end. Periods. */
const longestDelay = 100_000;

export class Reading {
  readonly twin: string;
  readonly node: number;
  readonly #graph: TwinGraph;
  readonly #behaviour: Behaviour;

  constructor(graph: TwinGraph, behaviour: Behaviour, node: number) {
    this.#graph = graph;
    this.#behaviour = behaviour;
    this.node = node;
    this.twin = graph.twinAt(node)?.id ?? '';
  }

  value(property: string): Json | undefined {
    return this.#behaviour.value(this.node, property);
  }

  /** NaN where absent. */
  number(property: string): number {
    const value = this.#behaviour.number(this.node, property);
    return Number.isFinite(value) ? value : Number.NaN;
  }

  /** A number of at least `least`. */
  atLeast(property: string, least: number, absent: number): number {
    const value = this.number(property);
    if (Number.isNaN(value)) return absent;
    if (value < least)
      this.refuse(property, `${value} is too low`, `a number of at least ${least}`);
    return value;
  }

  above(property: string, bound: number, absent: number): number {
    const value = this.number(property);
    if (Number.isNaN(value)) return absent;
    if (value <= bound) this.refuse(property, `${value} is too low`, `a number above ${bound}`);
    return value;
  }

  /** A whole number of periods. */
  periods(property: string, least = 0): number {
    return Math.min(Math.round(this.atLeast(property, least, least)), longestDelay);
  }

  /** Numbers of at least zero; what is not counts as zero. */
  list(property: string): number[] {
    const values = this.value(property);
    if (!Array.isArray(values)) return [];
    return values.map((value) => Math.min(Math.max(Number(value) || 0, 0), Number.MAX_VALUE));
  }

  /** One of several words; the first where absent. */
  word<T extends string>(property: string, words: readonly [T, ...T[]]): T {
    const value = this.value(property);
    if (value === undefined || value === null) return words[0];
    const known = words.find((word) => word === value);
    return (
      known ?? this.refuse(property, `${JSON.stringify(value)} is not known`, words.join(', '))
    );
  }

  /** The node that a relationship of this name leads to, -1 where there is none. */
  target(name: string): number {
    const edges = this.#graph.outEdges(this.node);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      if (this.#graph.relationshipAt(edge)?.name === name) return this.#graph.targetOf(edge);
    }
    return -1;
  }

  refuse(property: string, message: string, expected: string): never {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: `${this.twin}/${property}`,
      message,
      expected,
      action: `change ${property} of ${this.twin}`,
    });
  }
}
