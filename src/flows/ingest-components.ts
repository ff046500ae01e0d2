/**
 * A component that came as one object becomes a reading for each property that it holds, so that
 * the properties it does not hold stay as they are. A step of `ingest`.
 */
import { isJsonObject } from '../model/json.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { TwinStore } from '../store/twin-store.ts';
import type { Item } from './ingest-steps.ts';

/** The readings with every component's object taken apart; the others as they were. */
export async function singleProperties(
  items: readonly Item[],
  store: Pick<TwinStore, 'twins'> & { catalogue(): Catalogue },
): Promise<readonly Item[]> {
  const objects = items.filter(({ reading }) => isJsonObject(reading.value));
  if (objects.length === 0) return items;
  const ids = [...new Set(objects.map(({ reading }) => reading.twin))];
  const twins = await store.twins(ids);
  const models = new Map(twins.map((twin) => [twin?.id, twin?.model]));
  const catalogue = store.catalogue();
  return items.flatMap((item) => {
    const model = catalogue.interface(models.get(item.reading.twin) ?? '');
    const content = model?.contents.get(item.reading.path);
    return content?.kind === 'component' ? partsOf(item) : item;
  });
}

function partsOf(item: Item): Item | readonly Item[] {
  const { reading, message } = item;
  if (!isJsonObject(reading.value)) return item;
  return Object.entries(reading.value).map(([name, value]) => ({
    reading: { ...reading, path: `${reading.path}/${name}`, value },
    message,
  }));
}
