/**
 * What to do about a model that is not in the ontology: the one that was meant, or what a model's
 * name looks like. Used by the check of twins and by queries.
 */
import { isDtmi, lastSegment } from './dtmi.ts';
import { nearName } from './near-name.ts';

/** The advice in the refusal of an unknown model; `known` are the DTMIs that there are. */
export function adviceForModel(asked: string, known: Iterable<string>): string {
  const meant = meantModel(asked, [...known]);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return isDtmi(asked)
    ? 'load the model first'
    : 'name the model by its whole DTMI, as in dtmi:com:example:Pump;1';
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
