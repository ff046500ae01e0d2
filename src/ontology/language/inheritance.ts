/** What an interface takes over from those it extends. Used by the rules. */
import type { Element } from './element.ts';

const known = new WeakMap<Element, readonly Element[]>();

/** No version of the language allows interfaces to extend one another over more levels. */
const mostLevels = 12;

/** An interface and all it extends, directly or not, each once; cycles do no harm. */
function lineage(element: Element): ReadonlySet<Element> {
  const found = new Set([element]);
  let level: readonly Element[] = [element];
  for (let depth = 0; level.length > 0 && depth < mostLevels; depth++) {
    const next: Element[] = [];
    for (const each of level) {
      for (const { element: parent } of each.objects.get('extends') ?? []) {
        if (!found.has(parent)) next.push(parent);
        found.add(parent);
      }
    }
    level = next;
  }
  return found;
}

/** The contents of an interface with all that it inherits. */
export function contentsWithInherited(element: Element): readonly Element[] {
  const made = known.get(element);
  if (made !== undefined) return made;
  const contents: Element[] = [];
  for (const each of lineage(element)) {
    for (const { element: content } of each.objects.get('contents') ?? []) contents.push(content);
  }
  known.set(element, contents);
  return contents;
}
