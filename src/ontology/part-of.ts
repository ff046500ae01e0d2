/** A part of an ontology that stands by itself. Used by `linchpin ontology schema`. */
import type { Catalogue, Interface } from './catalogue.ts';
import { catalogueOf } from './make-catalogue.ts';

/** The interfaces of these DTMIs with all they rest on: what they extend, hold and relate to. */
export function partOf(catalogue: Catalogue, ids: Iterable<string>): Catalogue {
  const part = new Map<string, Interface>();
  const wanted = new Set(ids);
  for (const id of wanted) {
    const model = catalogue.interface(id);
    if (model === undefined) continue;
    part.set(id, model);
    for (const ancestor of model.ancestors) wanted.add(ancestor);
    for (const content of model.contents.values()) {
      if (content.kind === 'component') wanted.add(content.schema);
      if (content.kind === 'relationship' && content.target) wanted.add(content.target);
    }
  }
  return catalogueOf(part, catalogue.bindings);
}
