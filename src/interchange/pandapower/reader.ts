/**
 * Reads pandapower networks (JSON of `to_json`). Elements keep their pandapower names as ids where
 * these are unique in the file, else `kind-index`. Results (`res_*`) and drawing tables are not
 * state of the network and stay out; an element table without a model is listed.
 */
import { isProblem, type Problem } from '../../model/errors.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { type Document, Draft, present, refused, type SourceFile } from '../document.ts';
import { parseJson } from '../json-text.ts';
import { namesOf, type ReadOptions } from '../naming.ts';
import { textOf } from '../text.ts';
import type { PowerTables } from './costs.ts';
import { elementTables } from './elements.ts';
import { addElement, branchSwitches, elementIds } from './graph.ts';
import { isTable, type TableRow, tableRows } from './tables.ts';

/** Whether a parsed file is a pandapower network. */
function isPandapower(value: unknown): boolean {
  return isJsonObject(value) && (value._class === 'pandapowerNet' || isTable(value.bus));
}

/** Reads a network; places are `file.json#/line/3`, the last step being the pandas index. */
export function readPandapower(file: SourceFile, options: ReadOptions = {}): Document {
  const text = textOf(file);
  if (isProblem(text)) return refused(text);
  const parsed = parseJson(text, file.name, { pythonNumbers: true });
  if (isProblem(parsed)) return refused(parsed);
  const net = networkOf(parsed.value);
  if (net === undefined) return refused(noNetwork(file.name));
  const draft = new Draft();
  const tables = readTables(net, file.name, draft);
  const naming = namesOf(file.name, options);
  addNetwork(draft, net, { place: `${file.name}#`, id: naming.network });
  const ids = elementIds(tables, naming);
  const switches = branchSwitches(tables, ids);
  const context = { draft, ids, switches, naming, tables, file: file.name };
  for (const [kind, element] of elementTables) {
    for (const row of tables.get(kind) ?? []) addElement(context, { kind, element, row });
  }
  listOthers(net, file.name, draft);
  return draft;
}

/** The tables, which are the object's own or under its `_object`. */
function networkOf(value: unknown): JsonObject | undefined {
  if (!isPandapower(value) || !isJsonObject(value)) return undefined;
  const net = isJsonObject(value._object) ? value._object : value;
  return isTable(net.bus) ? net : undefined;
}

/** Tables that are not elements of their own but belong to some. */
const attached = ['bus_geodata', 'poly_cost', 'pwl_cost'];

function readTables(net: JsonObject, name: string, draft: Draft): PowerTables {
  const tables = new Map<string, readonly TableRow[]>();
  for (const kind of [...elementTables.keys(), ...attached]) {
    const table = net[kind];
    if (!isTable(table)) continue;
    const rows = tableRows(table, `${name}#/${kind}`);
    if (isProblem(rows)) draft.problem(rows);
    else tables.set(kind, rows);
  }
  return tables;
}

function addNetwork(draft: Draft, net: JsonObject, at: { place: string; id: string }): void {
  const version = typeof net.version === 'string' ? ` ${net.version}` : '';
  const properties = present({
    name: typeof net.name === 'string' && net.name !== '' ? net.name : undefined,
    basePower: typeof net.sn_mva === 'number' ? net.sn_mva : undefined,
    frequency: typeof net.f_hz === 'number' ? net.f_hz : undefined,
    sourceFormat: `pandapower${version}`,
  });
  draft.twin(at.place, at.id, 'dtmi:linchpin:power:PowerNetwork;1', properties);
}

/** Measurements and controllers steer calculations; positions of other kinds only draw. */
const aside = /^(res_|_|measurement$|controller$|std_types$|.*_?geodata$)/;

function listOthers(net: JsonObject, name: string, draft: Draft): void {
  for (const [kind, table] of Object.entries(net)) {
    if (!isTable(table) || aside.test(kind) || elementTables.has(kind)) continue;
    if (attached.includes(kind)) continue;
    const rows = tableRows(table, `${name}#/${kind}`);
    if (isProblem(rows) || rows.length === 0) continue;
    draft.problem({
      code: 'BAD_USER_INPUT',
      where: `${name}#/${kind}`,
      message: `the ${rows.length} elements of the table ${kind} have no model and were left out`,
      expected: [...elementTables.keys()].join(', '),
    });
  }
}

function noNetwork(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the file holds no pandapower network',
    expected: 'an object of class pandapowerNet with a table bus',
    action: "write the network with pandapower's to_json",
  };
}
