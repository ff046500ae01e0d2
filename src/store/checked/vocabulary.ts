/** The ontology as the vocabulary of query texts. Called by the API's `rows`. */
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Vocabulary } from '../../query/adt/vocabulary.ts';
import { anyTwin, checkRelationshipNames, relationshipsOf, targetsOf } from './known-names.ts';

/** The names that the models declare; without any models, none is refused. */
export function vocabularyOf(catalogue: Catalogue): Vocabulary {
  const twins = anyTwin(catalogue);
  return {
    property(path, of, where) {
      if (catalogue.interfaces.size === 0) return;
      const scope = of.kind === 'twin' ? twins : relationshipsOf(catalogue, of.names);
      targetsOf(path, scope, where, '.');
    },
    relationship: (name, where) => checkRelationshipNames(catalogue, [name], where),
  };
}
