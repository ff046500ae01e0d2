/**
 * Which property paths of a model are historized (DTDL historization extension), in its components
 * too. Asked by history, through the service, when it forgets what is old.
 */
import type { Catalogue, ValueContent } from './catalogue.ts';

/** The paths of the historized contents of a model; none for a model that is not there. */
export function historizedPaths(catalogue: Catalogue, model: string): readonly string[] {
  return pathsWithin(catalogue, model, new Set());
}

function pathsWithin(
  catalogue: Catalogue,
  model: string,
  around: ReadonlySet<string>,
): readonly string[] {
  // The language has no component within itself; a catalogue that was not checked may.
  const found = around.has(model) ? undefined : catalogue.interface(model);
  if (found === undefined) return [];
  return [...found.contents.values()].flatMap((content) => {
    if (content.kind === 'component') {
      const within = pathsWithin(catalogue, content.schema, new Set([...around, model]));
      return within.map((path) => `${content.name}/${path}`);
    }
    return 'historized' in content ? pathsOf(content) : [];
  });
}

/** The value's, and that of the property which says in what unit it is. */
function pathsOf({ name, unitFrom }: ValueContent): readonly string[] {
  return unitFrom === undefined ? [name] : [name, unitFrom];
}
