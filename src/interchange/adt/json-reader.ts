/**
 * Reads JSON of Azure Digital Twins and DTDL: one model or twin, arrays of models, twins and
 * relationships, pages of the REST interface (`value`), and exports of its explorer
 * (`digitalTwinsModels`, `digitalTwinsGraph`).
 */
import { isProblem } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { problemsOfKeys } from '../../ontology/key-check.ts';
import type { ModelText } from '../../ontology/model-place.ts';
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
  addValue(new Into(draft, file), [], parsed.value);
  // Twins have no @context: texts without models are not searched for keys that stand twice.
  return text.includes('"@context"') ? withoutDoubled(draft, text, parsed.value, file) : draft;
}

/** A document without the models that have a key twice, these being listed. */
function withoutDoubled(read: Document, text: string, value: Json, { name }: SourceFile): Document {
  const ids = new Set(read.models.map((model) => String(model['@id'])));
  const found = problemsOfKeys(text, value, { file: name, line: 1 });
  const problems = found.filter(({ model }) => ids.has(model));
  const doubled = new Set(problems.map(({ model }) => model));
  return {
    ...read,
    models: read.models.filter((model) => !doubled.has(String(model['@id']))),
    problems: [...read.problems, ...problems.map(({ problem }) => problem)],
  };
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

/** The draft of a file, and how its items are placed. */
class Into {
  readonly #draft: Draft;
  readonly #name: string;
  readonly #text: ModelText;

  constructor(draft: Draft, file: SourceFile) {
    this.#draft = draft;
    this.#name = file.name;
    const text = () => {
      const read = textOf(file);
      return isProblem(read) ? undefined : read;
    };
    this.#text = { file: file.name, text };
  }

  /** Adds the item that a path leads to. */
  item(path: readonly string[], item: Json, kind?: ItemKind): void {
    const where = [`${this.#name}#`, ...path].join('/');
    const source = () => ({ text: this.#text, path });
    addItem(this.#draft, { where, source }, item, kind);
  }
}

function addValue(into: Into, path: readonly string[], value: Json): void {
  if (Array.isArray(value)) {
    addList(into, path, value);
    return;
  }
  const found = lists.flatMap(({ path: inside, kind }) => {
    const items = isItem(value) ? undefined : at(value, inside);
    return Array.isArray(items) ? [{ inside, kind, items }] : [];
  });
  if (found.length === 0) into.item(path, value);
  for (const { inside, kind, items } of found) addList(into, [...path, ...inside], items, kind);
}

function addList(into: Into, path: readonly string[], items: readonly Json[], kind?: ItemKind) {
  items.forEach((item, index) => {
    into.item([...path, String(index)], item, kind);
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
