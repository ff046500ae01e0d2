/**
 * Reads NDJSON: the bulk format of Azure Digital Twins with its sections (Header, Models, Twins,
 * Relationships), and lists of `{file, model}`, one DTDL interface a line. A broken line is listed
 * and the others count.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { type Document, Draft, refused, type SourceFile } from '../document.ts';
import { parseJson } from '../json-text.ts';
import { linesOf, textOf } from '../text.ts';
import { addItem, type ItemKind } from './item.ts';

type Section = 'Header' | 'Models' | 'Twins' | 'Relationships';
const kinds: Readonly<Record<Section, ItemKind | undefined>> = {
  Header: undefined,
  Models: 'model',
  Twins: 'twin',
  Relationships: 'relationship',
};

/** Reads a file whose every line is one JSON object. */
export function readNdjson(file: SourceFile): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const draft = new Draft();
  let section: Section | undefined;
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') continue;
    const where = `${file.name}:${line.number}`;
    const item = parseJson(line.text, file.name, { firstLine: line.number });
    if (isProblem(item)) draft.problem(item);
    else if (isJsonObject(item.value) && 'Section' in item.value) {
      const named = sectionOf(item.value.Section, where);
      if (isProblem(named)) draft.problem(named);
      section = isProblem(named) ? undefined : named;
    } else addLine(draft, { where, item: item.value, section });
  }
  return draft;
}

interface ReadLine {
  readonly where: string;
  readonly item: Json;
  readonly section: Section | undefined;
}

function addLine(draft: Draft, { where, item, section }: ReadLine): void {
  if (section === 'Header') checkHeader(draft, where, item);
  else if (section === undefined && isJsonObject(item) && 'model' in item && !('$dtId' in item)) {
    addItem(draft, where, item.model ?? null, 'model');
  } else if (section === undefined) addItem(draft, where, item);
  else addItem(draft, where, item, kinds[section]);
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

function checkHeader(draft: Draft, where: string, item: Json): void {
  const version = isJsonObject(item) ? item.fileVersion : undefined;
  if (version === undefined || /^1(\.|$)/.test(String(version))) return;
  draft.problem({
    code: 'BAD_USER_INPUT',
    where,
    message: `the file has version ${String(version)}`,
    expected: 'fileVersion 1.0.0',
    action: 'check that the items below mean what they did in version 1',
  });
}
