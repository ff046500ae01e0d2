/**
 * Reads CSV files by a mapping. Without one, a file of two columns named `*_id` is a list of
 * dependencies: the first id depends on the second, in the group that the second column is called
 * after (`water_id,power_id`: group `power`).
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { type Document, Draft, type ItemSink, refused, type SourceFile } from '../document.ts';
import { textOf } from '../text.ts';
import type { CsvMapping, RelationshipMapping, TwinMapping, ValueMapping } from './mapping.ts';
import { type CsvRow, readCsvText } from './text.ts';
import { conversion } from './units.ts';

/** Reads a file; a row that does not fit is listed and the others count. */
export function readCsv(file: SourceFile, given?: CsvMapping): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const { rows, ended } = readCsvText(text);
  if (!ended) return refused(openQuote(file.name));
  const [heading, ...body] = rows;
  const reader = csvReader(file.name, heading, given);
  if (isProblem(reader)) return refused(reader);
  const draft = new Draft();
  for (const row of body) reader.read(row, draft);
  return draft;
}

/** Reads the rows of one file under its heading. */
export interface CsvReader {
  /** How many twins and relationships a row becomes. */
  readonly size: { readonly twins: number; readonly relationships: number };
  /** Adds what a row becomes; with `wanted`, only that. A faulty row is a problem of one kind. */
  read(row: CsvRow, sink: ItemSink, wanted?: 'twin' | 'relationship'): void;
}

/** The reader for a heading, by the mapping or as a list of dependencies. */
export function csvReader(
  file: string,
  heading: CsvRow | undefined,
  given?: CsvMapping,
): CsvReader | Problem {
  if (heading === undefined) return withoutMapping(file, []);
  const mapping = given ?? dependencyMapping(file, heading.cells);
  if (mapping === undefined) return withoutMapping(file, heading.cells);
  const lacking = columnsOf(mapping).filter((column) => !heading.cells.includes(column));
  if (lacking.length > 0) return lackingColumns(file, lacking, heading.cells);
  const columns = new Map(heading.cells.map((name, index) => [name, index]));
  const [twins, relationships] = [mapping.twins.length, mapping.relationships.length];
  return {
    size: { twins, relationships },
    read: (row, sink, wanted) => addRow(sink, { file, columns, row, mapping }, wanted),
  };
}

/** Whether a CSV heading is understood without a mapping. */
export function dependencyMapping(
  file: string,
  heading: readonly string[],
): CsvMapping | undefined {
  const [dependent = '', support = ''] = heading;
  const group = /^(.+)_id$/i.exec(support)?.[1];
  if (heading.length !== 2 || group === undefined || !/_id$/i.test(dependent)) return undefined;
  const properties = new Map<string, ValueMapping>([['group', { value: group }]]);
  const relationship = { source: `{${dependent}}`, name: 'dependsOn', target: `{${support}}` };
  return { file, twins: [], relationships: [{ ...relationship, properties }] };
}

interface Row {
  readonly file: string;
  /** Where in a row each column stands. */
  readonly columns: ReadonlyMap<string, number>;
  readonly row: CsvRow;
  readonly mapping: CsvMapping;
}

type CellOf = (column: string) => string;

function addRow(sink: ItemSink, read: Row, wanted?: 'twin' | 'relationship'): void {
  const { file, columns, row, mapping } = read;
  const where = `${file}:${row.line}`;
  try {
    if (row.cells.length !== columns.size) {
      throw new CellFault(`the row has ${row.cells.length} cells`, `${columns.size}`);
    }
    const cell = (column: string) => row.cells[columns.get(column) ?? -1] ?? '';
    const twins = mapping.twins.map((each) => twinOf(each, cell));
    const relationships = mapping.relationships.map((each) => relationshipOf(each, cell));
    if (wanted !== 'relationship') {
      for (const { id, model, properties } of twins) sink.twin(where, id, model, properties);
    }
    if (wanted === 'twin') return;
    for (const { ends, properties } of relationships) sink.relate(where, ends, properties);
  } catch (fault) {
    if (!(fault instanceof CellFault)) throw fault;
    const listedWith = mapping.twins.length > 0 ? 'twin' : 'relationship';
    if (wanted !== undefined && wanted !== listedWith) return;
    const { message, expected } = fault;
    const action = 'correct the row; it was left out';
    sink.problem({ code: 'BAD_USER_INPUT', where, message, expected, action });
  }
}

function twinOf({ id, model, properties }: TwinMapping, cell: CellOf) {
  return {
    id: filled(id, cell),
    model: filled(model, cell),
    properties: valuesOf(properties, cell),
  };
}

function relationshipOf(mapping: RelationshipMapping, cell: CellOf) {
  const { source, name, target, id } = mapping;
  const ends = {
    source: filled(source, cell),
    name: filled(name, cell),
    target: filled(target, cell),
    ...(id === undefined ? {} : { id: filled(id, cell) }),
  };
  return { ends, properties: valuesOf(mapping.properties, cell) };
}

/** A cell that does not fit leaves its whole row out. */
class CellFault extends Error {
  readonly expected: string;
  constructor(message: string, expected: string) {
    super(message);
    this.expected = expected;
  }
}

function filled(template: string, cellOf: CellOf): string {
  return template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const cell = cellOf(column);
    if (cell === '') throw new CellFault(`the cell "${column}" is empty`, 'a value');
    return cell;
  });
}

function valuesOf(mapped: ReadonlyMap<string, ValueMapping>, cellOf: CellOf): Record<string, Json> {
  const values: [string, Json][] = [];
  for (const [name, mapping] of mapped) {
    if ('value' in mapping) values.push([name, mapping.value]);
    else {
      const cell = cellOf(mapping.column);
      if (cell !== '') values.push([name, converted(cell, mapping)]);
    }
  }
  return Object.fromEntries(values);
}

function converted(cell: string, mapping: Exclude<ValueMapping, { value: Json }>): Json {
  const { column, type, unit, to } = mapping;
  if (type === 'string') return cell;
  if (type === 'boolean') {
    if (/^(true|yes|1)$/i.test(cell)) return true;
    if (/^(false|no|0)$/i.test(cell)) return false;
    throw new CellFault(`the cell "${column}" holds "${cell.slice(0, 40)}"`, 'true or false');
  }
  const number = Number(cell);
  const isExact = type === 'double' ? Number.isFinite(number) : Number.isSafeInteger(number);
  if (!isExact) {
    const expected = type === 'double' ? 'a finite number' : 'a whole number up to 2^53 - 1';
    throw new CellFault(`the cell "${column}" holds "${cell.slice(0, 40)}"`, expected);
  }
  return unit === undefined || to === undefined ? number : (conversion(unit, to)?.(number) ?? null);
}

function columnsOf(mapping: CsvMapping): string[] {
  const templates = [
    ...mapping.twins.flatMap(({ id, model }) => [id, model]),
    ...mapping.relationships.flatMap(({ source, name, target, id = '' }) => [
      source,
      name,
      target,
      id,
    ]),
  ];
  const named = templates.flatMap((text) => [...text.matchAll(/\{([^{}]+)\}/g)].map(([, c]) => c));
  const values = [...mapping.twins, ...mapping.relationships].flatMap(({ properties }) =>
    [...properties.values()].map((each) => ('column' in each ? each.column : undefined)),
  );
  return [...new Set([...named, ...values])].filter((column) => column !== undefined);
}

/** The problem of a file that ends within quotes. */
export function openQuote(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the file ends within a quoted cell, so it is cut short',
    expected: 'a closing quote',
    action: 'get the whole file; nothing of it was taken',
  };
}

function withoutMapping(name: string, columns: readonly string[]): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: `nothing says what the rows of this CSV file are (columns: ${columns.join(', ').slice(0, 200)})`,
    expected: 'a mapping, or two columns named *_id',
    action: 'write a mapping beside it: NAME.mapping.json for NAME.csv',
  };
}

function lackingColumns(
  name: string,
  lacking: readonly string[],
  columns: readonly string[],
): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: `${name}:1`,
    message: `the mapping names columns that the file does not have: ${lacking.join(', ')}`,
    expected: columns.join(', ').slice(0, 200),
    action: 'correct the mapping or the heading',
  };
}
