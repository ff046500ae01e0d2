/** The types of one schema while it is made: their names, which are given once, and themselves. */
import type { GraphQLNamedType } from 'graphql';
import { claim } from './type-names.ts';

/** What makers of types share. */
export class TypeRegistry {
  readonly #claimed: Set<string>;
  readonly #types: GraphQLNamedType[] = [];

  /** `taken` are names that no type made here may have. */
  constructor(taken: Iterable<string>) {
    this.#claimed = new Set(taken);
  }

  /** A name for a type: the wanted one, or the nearest that is free. */
  claim(wanted: string): string {
    return claim(wanted, this.#claimed);
  }

  /** Keeps a type, so that the schema is told of it: what it has to find by itself, it finds deep. */
  keep<T extends GraphQLNamedType>(type: T): T {
    this.#types.push(type);
    return type;
  }

  get types(): readonly GraphQLNamedType[] {
    return this.#types;
  }
}
