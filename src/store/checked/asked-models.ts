/** The models that a filter means: those it names and, unless it is exact, all their subtypes. */
import { LinchpinError } from '../../model/errors.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { lastSegment } from '../../ontology/dtmi.ts';
import { nearName } from '../../ontology/near-name.ts';
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
function unknownModel(model: string, catalogue: Catalogue): LinchpinError {
  const meant = meantModel(model, [...catalogue.interfaces.keys()]);
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'models',
    message: `there is no model ${model}`,
    expected: 'the DTMI of a loaded interface',
    action: meant === undefined ? 'load the model first' : `did you mean ${meant}?`,
  });
}

/** One of the same name, whatever else its DTMI says; or else one of a similar DTMI or name. */
function meantModel(asked: string, known: readonly string[]): string | undefined {
  const name = lastSegment(asked).toLowerCase();
  const namesakes = known.filter((model) => lastSegment(model).toLowerCase() === name);
  if (namesakes.length > 0) return nearName(asked, namesakes) ?? namesakes[0];
  const near = nearName(asked, known);
  if (near !== undefined || asked.startsWith('dtmi:')) return near;
  const similar = nearName(name, known.map(lastSegment));
  return known.find((model) => lastSegment(model) === similar);
}
