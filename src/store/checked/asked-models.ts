/** The models that a filter means: those it names and, unless it is exact, all their subtypes. */
import { LinchpinError } from '../../model/errors.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { adviceForModel } from '../../ontology/meant-model.ts';
import type { TwinFilter } from '../../query/query.ts';
import { anyTwin, type NameScope, twinsOf } from './known-names.ts';

/** The models of a filter, all where it names none, and whose properties it may speak of. `NOT_FOUND`. */
export function askedModels(
  { models, exact = false }: TwinFilter,
  catalogue: Catalogue,
): { readonly models?: readonly string[]; readonly scope: NameScope } {
  if (models === undefined) return { scope: anyTwin(catalogue) };
  const all = withTheirSubtypes(models, exact, catalogue);
  return { models: all, scope: twinsOf(catalogue, all, models) };
}

/** Models, with all their subtypes unless they are meant exactly. `NOT_FOUND` for an unknown one. */
function withTheirSubtypes(
  models: readonly string[],
  exact: boolean,
  catalogue: Catalogue,
): string[] {
  const all = new Set<string>();
  for (const model of models) {
    if (catalogue.interface(model) === undefined) throw unknownModel(model, catalogue);
    for (const subtype of exact ? [model] : catalogue.subtypes(model)) all.add(subtype);
  }
  return [...all];
}

/** The refusal of a model that is not there, with the one that was meant. */
export function unknownModel(model: string, catalogue: Catalogue, where = 'models'): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where,
    message: `there is no model ${model}`,
    expected: 'the DTMI of a loaded interface',
    action: adviceForModel(model, catalogue.interfaces.keys()),
  });
}
