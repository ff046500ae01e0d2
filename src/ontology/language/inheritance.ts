/** What an interface takes over from those it extends; used by the rules and by `resolve.ts`. */
import { type Element, objectsOf } from './element.ts';

const known = new WeakMap<Element, readonly Element[]>();

/** No version of the language allows interfaces to extend one another over more levels. */
const mostLevels = 12;

/** An interface and all it extends, directly or not, each once; cycles do no harm. */
export function lineage(element: Element): ReadonlySet<Element> {
  const found = new Set([element]);
  let level: readonly Element[] = [element];
  for (let depth = 0; level.length > 0 && depth < mostLevels; depth++) {
    level = level.flatMap((each) => objectsOf(each, 'extends')).filter((each) => !found.has(each));
    for (const each of level) found.add(each);
  }
  return found;
}

/** The contents of an interface with all that it inherits. */
export function contentsWithInherited(element: Element): readonly Element[] {
  const made = known.get(element);
  if (made !== undefined) return made;
  const contents = [...lineage(element)].flatMap((each) => objectsOf(each, 'contents'));
  known.set(element, contents);
  return contents;
}
