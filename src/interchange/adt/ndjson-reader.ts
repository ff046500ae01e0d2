/**
 * Reads NDJSON: the bulk format of Azure Digital Twins with its sections (Header, Models, Twins,
 * Relationships), and lists of `{file, model}`, one DTDL interface a line. A broken line is listed
 * and the others count.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { problemsOfKeys } from '../../ontology/key-check.ts';
import type { ModelSource } from '../../ontology/model-place.ts';
import { type Document, Draft, type ItemSink, refused, type SourceFile } from '../document.ts';
import { type Parsed, parseJson } from '../json-text.ts';
import { type Line, linesOf, textOf } from '../text.ts';
import { addItem, type ItemKind, kindOf } from './item.ts';
import { kindByKeys, mayNameSection } from './line-kind.ts';

type Section = 'Header' | 'Models' | 'Twins' | 'Relationships';
const kinds: Readonly<Record<Section, ItemKind>> = {
  Header: 'model',
  Models: 'model',
  Twins: 'twin',
  Relationships: 'relationship',
};

/** Reads a file whose every line is one JSON object. */
export function readNdjson(file: SourceFile): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const draft = new Draft();
  const reader = new NdjsonReader(file.name);
  for (const line of linesOf(text)) reader.read(line, draft);
  return draft;
}

/** Reads the lines of one file in order. */
export class NdjsonReader {
  readonly #name: string;
  #section: Section | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Adds what a line holds to the sink; with `wanted`, only items of that kind, every line being
   * of exactly one, broken ones too. Gives the kind, undefined for blank lines and headings.
   */
  read({ number, text }: Line, sink: ItemSink, wanted?: ItemKind): ItemKind | undefined {
    if (text.trim() === '') return undefined;
    const where = `${this.#name}:${number}`;
    let read: Parsed | Problem | undefined;
    const parsed = () => {
      read ??= parseJson(text, this.#name, { firstLine: number });
      return read;
    };
    if (mayNameSection(text)) {
      const named = sectionIn(parsed());
      if (named !== undefined) {
        this.#enter(named.section, where, wanted === undefined || wanted === 'model', sink);
        return undefined;
      }
    }
    const kind = this.#kindOf(text, parsed);
    if (wanted !== undefined && kind !== wanted) return kind;
    const item = parsed();
    if (isProblem(item)) sink.problem(item);
    else if (kind !== 'model' || !this.#listDoubled(sink, { number, text }, item.value)) {
      this.#add(sink, { where, line: { number, text } }, item.value);
    }
    return this.#section === 'Header' ? undefined : kind;
  }

  /** A line that has to be parsed to be known counts as a model when it is of no kind. */
  #kindOf(text: string, parsed: () => Parsed | Problem): ItemKind {
    if (this.#section !== undefined) return kinds[this.#section];
    const byKeys = kindByKeys(text);
    if (byKeys !== undefined) return byKeys;
    const item = parsed();
    return isProblem(item) ? 'model' : (kindOf(item.value) ?? 'model');
  }

  #enter(value: Json | undefined, where: string, lists: boolean, sink: ItemSink): void {
    const named = sectionOf(value, where);
    this.#section = isProblem(named) ? undefined : named;
    if (isProblem(named) && lists) sink.problem(named);
  }

  #add(sink: ItemSink, { where, line }: LinePlace, item: Json): void {
    const section = this.#section;
    const at = (...path: string[]) => ({ where, source: () => lineSource(this.#name, line, path) });
    if (section === 'Header') checkHeader(sink, where, item);
    else if (section !== undefined) addItem(sink, at(), item, kinds[section]);
    else if (isJsonObject(item) && kindOf(item) === undefined && 'model' in item) {
      addItem(sink, at('model'), item.model ?? null, 'model');
    } else addItem(sink, at(), item);
  }

  /** Lists the keys that stand twice on the line of a model; whether there are any. */
  #listDoubled(sink: ItemSink, { number, text }: Line, item: Json): boolean {
    const found = problemsOfKeys(text, item, { file: this.#name, line: number });
    for (const { problem } of found) sink.problem(problem);
    return found.length > 0;
  }
}

interface LinePlace {
  readonly where: string;
  readonly line: Line;
}

/** A line as bytes of its own: as a string it would keep the piece of the file that it was cut from. */
function lineSource(file: string, { number, text }: Line, path: readonly string[]): ModelSource {
  const bytes = Buffer.from(text);
  return { text: { file, firstLine: number, text: () => bytes.toString() }, path };
}

/** The section that a line begins, in a box; undefined when it begins none. */
function sectionIn(line: Parsed | Problem): { readonly section: Json | undefined } | undefined {
  if (isProblem(line) || !isJsonObject(line.value) || !('Section' in line.value)) return undefined;
  return { section: line.value.Section };
}

function sectionOf(value: Json | undefined, where: string): Section | Problem {
  if (typeof value === 'string' && Object.hasOwn(kinds, value)) return value as Section;
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: `the section ${JSON.stringify(value)} is not known`,
    expected: 'Header, Models, Twins or Relationships',
  };
}

function checkHeader(sink: ItemSink, where: string, item: Json): void {
  const version = isJsonObject(item) ? item.fileVersion : undefined;
  if (version === undefined || /^1(\.|$)/.test(String(version))) return;
  sink.problem({
    code: 'BAD_USER_INPUT',
    where,
    message: `the file has version ${String(version)}`,
    expected: 'fileVersion 1.0.0',
    action: 'check that the items below mean what they did in version 1',
  });
}
