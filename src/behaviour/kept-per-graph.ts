/** Keeps what is made of a graph and its catalogue for as long as both live. Used by mechanisms. */
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

/** The same function, which makes its value once for each graph and catalogue. */
export function keptPerGraph<T>(
  make: (graph: TwinGraph, catalogue: Catalogue) => T,
): (graph: TwinGraph, catalogue: Catalogue) => T {
  const kept = new WeakMap<TwinGraph, WeakMap<Catalogue, { readonly value: T }>>();
  return (graph, catalogue) => {
    let byCatalogue = kept.get(graph);
    if (byCatalogue === undefined) {
      byCatalogue = new WeakMap();
      kept.set(graph, byCatalogue);
    }
    let entry = byCatalogue.get(catalogue);
    if (entry === undefined) {
      entry = { value: make(graph, catalogue) };
      byCatalogue.set(catalogue, entry);
    }
    return entry.value;
  };
}
