/**
 * Reads JSON of Azure Digital Twins and DTDL: one model or twin, arrays of models, twins and
 * relationships, pages of the REST interface (`value`), and exports of its explorer
 * (`digitalTwinsModels`, `digitalTwinsGraph`).
 */
import { isProblem } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { type Document, Draft, refused, type SourceFile } from '../document.ts';
import { parseJson } from '../json-text.ts';
import { textOf } from '../text.ts';
import { addItem, type ItemKind } from './item.ts';

/** Reads a JSON file; the place of an item is its JSON Pointer: `file.json#/digitalTwins/3`. */
export function readAdtJson(file: SourceFile): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const parsed = parseJson(text, file.name);
  if (isProblem(parsed)) return refused(parsed);
  const draft = new Draft();
  addValue(draft, `${file.name}#`, parsed.value);
  return draft;
}

/** Where lists of items are found in an object, and of what kind they are. */
const lists: readonly { readonly path: readonly string[]; readonly kind?: ItemKind }[] = [
  { path: ['digitalTwinsModels'], kind: 'model' },
  { path: ['digitalTwinsGraph', 'digitalTwins'], kind: 'twin' },
  { path: ['digitalTwinsGraph', 'relationships'], kind: 'relationship' },
  { path: ['models'], kind: 'model' },
  { path: ['twins'], kind: 'twin' },
  { path: ['relationships'], kind: 'relationship' },
  { path: ['value'] },
];

function addValue(draft: Draft, place: string, value: Json): void {
  if (Array.isArray(value)) {
    addList(draft, place, value);
    return;
  }
  const found = lists.flatMap(({ path, kind }) => {
    const items = isItem(value) ? undefined : at(value, path);
    return Array.isArray(items) ? [{ path, kind, items }] : [];
  });
  if (found.length === 0) addItem(draft, place, value);
  for (const { path, kind, items } of found) {
    addList(draft, `${place}/${path.join('/')}`, items, kind);
  }
}

function addList(draft: Draft, place: string, items: readonly Json[], kind?: ItemKind): void {
  items.forEach((item, index) => {
    addItem(draft, `${place}/${index}`, item, kind);
  });
}

function isItem(value: Json): boolean {
  return isJsonObject(value) && ('@id' in value || '$dtId' in value);
}

function at(value: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const name of path) {
    if (!isJsonObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}
