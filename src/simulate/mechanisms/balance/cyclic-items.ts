/**
 * Finds a bill of materials that needs itself: an item that is made, over some steps, of itself.
 * Stores that exchange one and the same item are no such circle. Called by `balanceModel`.
 */
import type { Store, Transit } from './balance-model.ts';

/** Made of, by item; the twin of a store that makes it of that. */
type Recipes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The items of a circle in turn and the store that closes it; undefined where there is none. */
export function cyclicItems(
  transits: readonly Transit[],
  itemOf: (store: number) => string,
  stores: readonly Pick<Store, 'twin'>[],
): { readonly items: readonly string[]; readonly twin: string } | undefined {
  const recipes = recipesOf(transits, itemOf, stores);
  const done = new Set<string>();
  for (const start of recipes.keys()) {
    const path: string[] = [];
    const pending: [string, number][] = [[start, 0]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [item, depth] = next;
      for (const left of path.splice(depth)) done.add(left);
      if (done.has(item)) continue;
      path.push(item);
      for (const [input, twin] of recipes.get(item) ?? []) {
        const at = path.indexOf(input);
        if (at >= 0) return { items: [...path.slice(at), input], twin };
        pending.push([input, depth + 1]);
      }
    }
    for (const left of path) done.add(left);
  }
  return undefined;
}

/** Items without a name are left out: nobody can tell whether two of them are the same. */
function recipesOf(
  transits: readonly Transit[],
  itemOf: (store: number) => string,
  stores: readonly Pick<Store, 'twin'>[],
): Recipes {
  const recipes = new Map<string, Map<string, string>>();
  for (const { item, toStore } of transits) {
    const made = itemOf(toStore);
    if (item === '' || made === '' || made === item) continue;
    const inputs = recipes.get(made) ?? new Map<string, string>();
    recipes.set(made, inputs);
    if (!inputs.has(item)) inputs.set(item, stores[toStore]?.twin ?? '');
  }
  return recipes;
}
