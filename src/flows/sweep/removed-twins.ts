/** Which twins a sweep takes out one after the other. Used by `judgedSweep`. */
import { compareText } from '../../model/compare-text.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { allTwins } from '../../model/graph-records.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { nearName } from '../../ontology/near-name.ts';
import { twinFields } from '../../query/fields.ts';
import { testOf } from '../../query/predicate/predicate.ts';
import type { Removals } from './sweep-definition.ts';

/** What a sweep is judged by: the graph of the scenario's base. */
export interface SweepGround {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
}

/** The ids that are listed, in their order, or else the twins of the model by id. */
export function removedTwins(
  { graph, catalogue }: SweepGround,
  { twins, model, where }: Removals,
  place: string,
): readonly string[] {
  const filtered = model !== undefined || where !== undefined;
  if (twins !== undefined && (twins.length > 0 || !filtered)) return unique(twins, place);
  if (!filtered) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: place,
      message: 'it is not said what is to be taken out',
      expected: 'ids of twins, a model, or a filter',
      action: 'give one of them',
    });
  }
  const models = model === undefined ? undefined : modelsOf(catalogue, model, place);
  const holds = where === undefined ? undefined : testOf(where, { fields: twinFields });
  const found: string[] = [];
  for (const twin of allTwins(graph)) {
    if (models?.has(twin.model) === false || holds?.(twin) === false) continue;
    found.push(twin.id);
  }
  return found.sort(compareText);
}

function modelsOf(catalogue: Catalogue, model: string, place: string): ReadonlySet<string> {
  if (catalogue.interface(model) !== undefined) return catalogue.subtypes(model);
  const near = nearName(model, catalogue.interfaces.keys());
  throw new LinchpinError({
    code: 'NOT_FOUND',
    where: `${place}.model`,
    message: `there is no model ${model}`,
    expected: 'the DTMI of a model',
    action: near === undefined ? 'see models for those there are' : `did you mean ${near}?`,
  });
}

function unique(twins: readonly string[], place: string): readonly string[] {
  const seen = new Set<string>();
  const twice = twins.findIndex((twin) => seen.size === seen.add(twin).size);
  if (twice < 0) return twins;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `${place}.twins[${twice}]`,
    message: `${twins[twice]} is listed twice`,
    expected: 'each twin once',
    action: 'leave the second one out',
  });
}
