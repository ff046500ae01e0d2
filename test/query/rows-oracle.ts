/** Answers rows queries by trying every twin for every name and every walk for every link. */
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Json } from '../../src/model/json.ts';
import { valueAt } from '../../src/model/path.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Twin } from '../../src/model/twin.ts';
import type {
  Condition,
  Link,
  Operand,
  Property,
  RowsQuery,
} from '../../src/query/rows/rows-query.ts';
import { allRelationships, allTwins } from './random-graph.ts';

/** The records of one row by their names, and all relationships it follows. */
export interface Bound {
  readonly twins: ReadonlyMap<string, Twin>;
  readonly relationships: ReadonlyMap<string, Relationship>;
  readonly walks: readonly (readonly Relationship[])[];
}

/** Every row of a query, in no order. */
export function allRows(graph: TwinGraph, query: RowsQuery): Bound[] {
  const everything = { twins: allTwins(graph), relationships: allRelationships(graph) };
  let rows: Bound[] = [{ twins: new Map(), relationships: new Map(), walks: [] }];
  for (const name of query.twins) {
    rows = rows.flatMap((row) =>
      everything.twins.map((twin) => ({ ...row, twins: new Map([...row.twins, [name, twin]]) })),
    );
  }
  for (const link of query.links) {
    rows = rows.flatMap((row) =>
      walksOf(link, row, everything.relationships).map((walk) => ({
        ...row,
        walks: [...row.walks, walk],
        relationships: new Map([
          ...row.relationships,
          ...(link.relationship === undefined
            ? []
            : [[link.relationship, walk[0] as Relationship] as const]),
        ]),
      })),
    );
  }
  return rows.filter(
    (row) =>
      followsEachOnce(row, query.links) &&
      (query.where === undefined || holds(query.where, row) === 'yes'),
  );
}

function walksOf(link: Link, { twins }: Bound, all: readonly Relationship[]): Relationship[][] {
  const { from, to, direction, names, minHops, maxHops } = link;
  const found: Relationship[][] = [];
  const go = (at: string | undefined, walk: Relationship[]): void => {
    if (walk.length >= minHops && at === twins.get(to)?.id) found.push(walk);
    if (walk.length === maxHops) return;
    for (const relationship of all) {
      if (walk.includes(relationship) || names?.includes(relationship.name) === false) continue;
      const { source, target } = relationship;
      const next = [...walk, relationship];
      if (direction !== 'in' && source === at) go(target, next);
      if (direction === 'in' && target === at) go(source, next);
      if (direction === 'both' && target === at && source !== at) go(source, next);
    }
  };
  go(twins.get(from)?.id, []);
  return found;
}

function followsEachOnce({ walks }: Bound, links: readonly Link[]): boolean {
  const followed = walks.filter((_, index) => links[index]?.once).flat();
  return new Set(followed).size === followed.length;
}

/** The value of a property; undefined where it is missing. */
export function heldBy({ of, path }: Property, row: Bound): Json | undefined {
  const record = (row.twins.get(of) ?? row.relationships.get(of)) as Twin & Relationship;
  if (path.startsWith('$')) return record[path.slice(1) as 'id' | 'model' | 'name' | 'source'];
  return valueAt(record.properties, path);
}

type Truth = 'yes' | 'no' | 'unknown';

const truth = (value: boolean): Truth => (value ? 'yes' : 'no');

function holds(condition: Condition, row: Bound): Truth {
  const read = (operand: Operand) =>
    operand.kind === 'value' ? operand.value : heldBy(operand, row);
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => holds(part, row));
      const [decides, otherwise] =
        condition.kind === 'and' ? (['no', 'yes'] as const) : (['yes', 'no'] as const);
      if (parts.includes(decides)) return decides;
      return parts.includes('unknown') ? 'unknown' : otherwise;
    }
    case 'not':
      return ({ yes: 'no', no: 'yes', unknown: 'unknown' } as const)[holds(condition.of, row)];
    case 'model':
      return truth(row.twins.get(condition.of)?.model === condition.model);
    case 'is':
      return truth(is(condition.value, read(condition.operand)));
    case 'in': {
      const held = read(condition.operand);
      return held === undefined ? 'unknown' : truth(condition.values.some((one) => one === held));
    }
    case 'compare':
      return both(read(condition.left), read(condition.right), condition.operator);
    case 'text':
      return both(read(condition.operand), read(condition.part), condition.operator);
    case 'holds':
      return both(read(condition.operand), read(condition.element), 'holds');
  }
}

function is(kind: string, value: Json | undefined): boolean {
  if (value === undefined) return false;
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (kind === 'primitive') return type !== 'object' && type !== 'array';
  return kind === 'defined' || kind === type;
}

function both(a: Json | undefined, b: Json | undefined, operator: string): Truth {
  if (a === undefined || b === undefined) return 'unknown';
  const same = (x: Json) => JSON.stringify(x) === JSON.stringify(b);
  if (operator === 'eq') return truth(same(a));
  if (operator === 'ne') return truth(!same(a));
  if (operator === 'holds') return Array.isArray(a) ? truth(a.some(same)) : 'unknown';
  const texts = typeof a === 'string' && typeof b === 'string';
  if (operator === 'startsWith') return texts ? truth(a.indexOf(b) === 0) : 'unknown';
  if (operator === 'endsWith') return texts ? truth(a.slice(a.length - b.length) === b) : 'unknown';
  if (operator === 'contains') return texts ? truth(a.split(b).length > 1 || b === '') : 'unknown';
  if (!texts && !(typeof a === 'number' && typeof b === 'number')) return 'unknown';
  return truth((operator.startsWith('l') ? a < b : a > b) || (operator.endsWith('te') && a === b));
}
