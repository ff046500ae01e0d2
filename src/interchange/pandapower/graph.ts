/** Rows of pandapower's element tables as twins and relationships. Called by its reader. */
import type { Json, JsonObject } from '../../model/json.ts';
import { type Draft, present } from '../document.ts';
import type { Naming } from '../naming.ts';
import { costsOf, type PowerTables } from './costs.ts';
import { type ElementTable, elementTables } from './elements.ts';
import type { TableRow } from './tables.ts';

interface Context {
  readonly draft: Draft;
  readonly naming: Naming;
  readonly tables: PowerTables;
  /** Id of an element by `kind/index`. */
  readonly ids: ReadonlyMap<string, string>;
  /** The switch at an end of a branch, by `kind/index/bus`. */
  readonly switches: ReadonlyMap<string, string>;
  readonly file: string;
}

interface Element {
  readonly kind: string;
  readonly element: ElementTable;
  readonly row: TableRow;
}

/** The id of each element: its name where no other has it, else its kind and index. */
export function elementIds(tables: PowerTables, naming: Naming): Map<string, string> {
  const uses = new Map<string, number>();
  const elements = [...tables].filter(([kind]) => elementTables.has(kind));
  for (const [, rows] of elements) {
    for (const { values } of rows) {
      if (named(values)) uses.set(values.name, (uses.get(values.name) ?? 0) + 1);
    }
  }
  const ids = new Map<string, string>();
  for (const [kind, rows] of elements) {
    for (const { index, values } of rows) {
      const own = named(values) && uses.get(values.name) === 1 ? values.name : `${kind}-${index}`;
      ids.set(`${kind}/${index}`, naming.id(own));
    }
  }
  return ids;
}

function named(values: JsonObject): values is JsonObject & { readonly name: string } {
  return typeof values.name === 'string' && values.name !== '';
}

/** Adds the twin of one row and its relationships. */
export function addElement(context: Context, { kind, element, row }: Element): void {
  const where = `${context.file}#/${kind}/${row.index}`;
  const id = context.ids.get(`${kind}/${row.index}`) as string;
  const taken = Object.entries(element.columns).map(([column, property]) => [
    property,
    row.values[column],
  ]);
  const properties = present({
    name: named(row.values) ? row.values.name : undefined,
    operational: row.values.in_service === false ? false : undefined,
    ...Object.fromEntries(taken),
    ...element.derived?.(row.values),
    ...(kind === 'bus' ? positionOf(context, row) : costsOf(context.tables, kind, row)),
  });
  context.draft.twin(where, id, element.model, properties);
  if (kind === 'bus') {
    context.draft.relate(where, { source: id, name: 'partOf', target: context.naming.network });
  }
  for (const [column, name] of Object.entries(element.buses)) {
    const bus = row.values[column];
    const switched = context.switches.get(`${kind}/${row.index}/${String(bus)}`);
    if (switched !== undefined) context.draft.relate(where, { source: id, name, target: switched });
    else join(context, { where, source: id, name, kind: 'bus', index: bus });
  }
  if (kind === 'switch') joinSwitch(context, { where, source: id, row });
}

/**
 * The switches at ends of branches (`et` l: a line, t: a transformer). Such a branch is joined to
 * its switch and only over it to the bus, so that the open switch cuts that end off.
 */
export function branchSwitches(
  tables: PowerTables,
  ids: ReadonlyMap<string, string>,
): Map<string, string> {
  const switches = new Map<string, string>();
  for (const { index, values } of tables.get('switch') ?? []) {
    const kind = values.et === 'l' ? 'line' : values.et === 't' ? 'trafo' : undefined;
    if (kind === undefined) continue;
    const end = `${kind}/${String(values.element)}/${String(values.bus)}`;
    switches.set(end, ids.get(`switch/${index}`) as string);
  }
  return switches;
}

/** A switch between two buses names the second; one at a branch is reached by the branch. */
function joinSwitch(
  context: Context,
  { where, source, row }: { where: string; source: string; row: TableRow },
): void {
  const { et, element: index } = row.values;
  if (et === 'l' || et === 't') return;
  const kind = et === 'b' ? 'bus' : String(et);
  join(context, { where, source, name: 'connectsTo', kind, index });
}

interface Joint {
  readonly where: string;
  readonly source: string;
  readonly name: string;
  readonly kind: string;
  readonly index: Json | undefined;
}

function join(context: Context, { where, source, name, kind, index }: Joint): void {
  const target = context.ids.get(`${kind}/${String(index)}`);
  if (target !== undefined) {
    context.draft.relate(where, { source, name, target });
    return;
  }
  context.draft.problem({
    code: 'NOT_FOUND',
    where,
    message: `${source} ${name} the ${kind} with index ${String(index)}, which is not in the file`,
    expected: `an index of the table ${kind}`,
    action: 'correct the index; the relationship was left out',
  });
}

function positionOf({ tables }: Context, { index, values }: TableRow): JsonObject {
  const place = tables.get('bus_geodata')?.find((row) => row.index === index)?.values;
  if (place !== undefined) return present({ x: place.x, y: place.y });
  if (typeof values.geo !== 'string') return {};
  const point = /"coordinates":\s*\[\s*([-\d.eE+]+)\s*,\s*([-\d.eE+]+)/.exec(values.geo);
  return point === null ? {} : { x: Number(point[1]), y: Number(point[2]) };
}
