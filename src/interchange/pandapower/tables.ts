/**
 * Tables of pandas as pandapower writes them: a JSON object with `_object` (split orientation, often
 * a JSON text in itself). Used by the reader of pandapower networks.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { parseJson } from '../json-text.ts';

/** A row of a data frame, its cells by column. */
export interface TableRow {
  /** Index label: what other tables refer to. */
  readonly index: string;
  readonly values: JsonObject;
}

/** Whether a value is a serialised data frame. */
export function isTable(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && value._class === 'DataFrame' && '_object' in value;
}

/** The rows of a data frame; a row of the wrong length makes the whole table wrong. */
export function tableRows(value: JsonObject, where: string): readonly TableRow[] | Problem {
  const split = splitOf(value._object, where);
  if (isProblem(split)) return split;
  const { columns, index, data } = split;
  if (!Array.isArray(columns) || !Array.isArray(index) || !Array.isArray(data)) {
    return malformed(where, 'the table has no columns, index and data');
  }
  if (index.length !== data.length) {
    return malformed(where, `the table has ${index.length} labels for ${data.length} rows`);
  }
  const rows: TableRow[] = [];
  for (const [position, cells] of data.entries()) {
    if (!Array.isArray(cells) || cells.length !== columns.length) {
      return malformed(`${where}/data/${position}`, `the row has not ${columns.length} cells`);
    }
    const named = cells.map((cell, column): [string, Json] => [String(columns[column]), cell]);
    rows.push({ index: String(index[position]), values: Object.fromEntries(named) });
  }
  return rows;
}

function splitOf(object: Json | undefined, where: string): JsonObject | Problem {
  if (isJsonObject(object)) return object;
  if (typeof object !== 'string') return malformed(where, 'the table has no _object');
  const parsed = parseJson(object, where, { pythonNumbers: true });
  if (isProblem(parsed)) return parsed;
  return isJsonObject(parsed.value) ? parsed.value : malformed(where, 'the table is no object');
}

function malformed(where: string, message: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where,
    message,
    expected: 'a data frame in split orientation: {"columns": […], "index": […], "data": [[…]]}',
    action: "write the network again with pandapower's to_json",
  };
}
