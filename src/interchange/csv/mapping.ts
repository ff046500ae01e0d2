/**
 * The mapping of a CSV file: which twins and relationships its rows become. A JSON file
 * `NAME.mapping.json` beside `NAME.csv`, or any `*.mapping.json` that names the file:
 * `{"file": "NAME.csv", "twins": [{"id": "{column}", "model": "dtmi:…", "properties": {…}}],
 * "relationships": [{"source": "{a}", "name": "dependsOn", "target": "{b}"}]}`.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { SourceFile } from '../document.ts';
import { parseJson } from '../json-text.ts';
import { stemOf } from '../naming.ts';
import { textOf } from '../text.ts';
import { conversion } from './units.ts';

/** Texts in templates: `{column}` stands for the row's cell. */
export interface CsvMapping {
  /** The CSV file's name without folders. */
  readonly file: string;
  readonly twins: readonly TwinMapping[];
  readonly relationships: readonly RelationshipMapping[];
}

/** The twin that a row becomes. */
export interface TwinMapping {
  readonly id: string;
  readonly model: string;
  readonly properties: ReadonlyMap<string, ValueMapping>;
}

/** The relationship that a row becomes. */
export interface RelationshipMapping {
  readonly source: string;
  readonly name: string;
  readonly target: string;
  readonly id?: string;
  readonly properties: ReadonlyMap<string, ValueMapping>;
}

/** A constant, or a column with its type; numbers are converted from `unit` to `to`. */
export type ValueMapping =
  | { readonly value: Json }
  | {
      readonly column: string;
      readonly type: ColumnType;
      readonly unit?: string;
      readonly to?: string;
    };

/** How the text of a cell is read. */
export type ColumnType = 'string' | 'double' | 'integer' | 'boolean';
const columnTypes = ['string', 'double', 'integer', 'boolean'];

/** Whether a file's name says that it is a mapping. */
export function isMappingName(name: string): boolean {
  return /\.mapping\.json$/i.test(name);
}

/** The mapping in a file, or every reason why it is none. */
export function readMapping(file: SourceFile): CsvMapping | readonly Problem[] {
  const text = textOf(file);
  const parsed = isProblem(text) ? text : parseJson(text, file.name);
  if (isProblem(parsed)) return [parsed];
  const reading = new MappingReading(file.name);
  const mapping = reading.mapping(parsed.value, `${stemOf(stemOf(file.name))}.csv`);
  return reading.problems.length > 0 ? reading.problems : mapping;
}

class MappingReading {
  readonly problems: Problem[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  mapping(value: Json, csvName: string): CsvMapping {
    const object = this.#object(value, '');
    const twins = this.#list(object.twins, '/twins').map((item, index) => ({
      id: this.#text(item.id, `/twins/${index}/id`),
      model: this.#text(item.model, `/twins/${index}/model`),
      properties: this.#properties(item.properties, `/twins/${index}/properties`),
    }));
    const place = '/relationships';
    const relationships = this.#list(object.relationships, place).map((item, index) => ({
      source: this.#text(item.source, `${place}/${index}/source`),
      name: this.#text(item.name, `${place}/${index}/name`),
      target: this.#text(item.target, `${place}/${index}/target`),
      ...(item.id === undefined ? {} : { id: this.#text(item.id, `${place}/${index}/id`) }),
      properties: this.#properties(item.properties, `${place}/${index}/properties`),
    }));
    const file = object.file === undefined ? csvName : this.#text(object.file, '/file');
    if (twins.length + relationships.length === 0) {
      this.#wrong('', 'the mapping makes nothing', 'a list twins or relationships');
    }
    return { file, twins, relationships };
  }

  #properties(value: Json | undefined, place: string): Map<string, ValueMapping> {
    const mapped = new Map<string, ValueMapping>();
    if (value === undefined) return mapped;
    for (const [name, each] of Object.entries(this.#object(value, place))) {
      mapped.set(name, this.#value(each, `${place}/${name}`));
    }
    return mapped;
  }

  #value(value: Json, place: string): ValueMapping {
    if (typeof value === 'string') return { column: value, type: 'string' };
    const object = this.#object(value, place);
    if (object.value !== undefined) return { value: object.value };
    const { type = 'string', unit, to } = object;
    if (!columnTypes.includes(String(type))) {
      this.#wrong(`${place}/type`, 'the type is not known', columnTypes.join(', '));
    }
    const column = {
      column: this.#text(object.column, `${place}/column`),
      type: type as ColumnType,
    };
    if (unit === undefined && to === undefined) return column;
    const [from, into] = [this.#text(unit, `${place}/unit`), this.#text(to ?? unit, `${place}/to`)];
    if (conversion(from, into) === undefined) {
      this.#wrong(place, `${from} cannot be converted to ${into}`, 'two units of one quantity');
    }
    return { ...column, unit: from, to: into };
  }

  #object(value: Json | undefined, place: string): JsonObject {
    if (isJsonObject(value)) return value;
    this.#wrong(place, 'it is no object', 'an object');
    return {};
  }

  #list(value: Json | undefined, place: string): readonly JsonObject[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) this.#wrong(place, 'it is no list', 'a list of objects');
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    return items.map((item, index) => this.#object(item, `${place}/${index}`));
  }

  #text(value: Json | undefined, place: string): string {
    if (typeof value === 'string' && value !== '') return value;
    this.#wrong(place, 'it is no text', 'a string');
    return '';
  }

  #wrong(place: string, message: string, expected: string): void {
    this.problems.push({
      code: 'BAD_USER_INPUT',
      where: `${this.#name}#${place}`,
      message,
      expected,
      action: 'correct the mapping',
    });
  }
}
