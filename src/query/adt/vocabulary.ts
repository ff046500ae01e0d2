/** What a query text may name. The API judges by the ontology; without one, any name will do. */

/** What a name that the text binds stands for. */
export type Collection =
  | { readonly kind: 'twin' }
  /** `names` are those that its relationships can have; any where absent. */
  | { readonly kind: 'relationship'; readonly names?: readonly string[] };

/** Refuses the names that nothing has, with the ones that were meant; `where` is the place in the text. */
export interface Vocabulary {
  /** `BAD_USER_INPUT` for the path of a property that nothing in the collection can have. */
  property(path: string, collection: Collection, where: string): void;
  /** `BAD_USER_INPUT` for a name that no relationship can have. */
  relationship(name: string, where: string): void;
}
