/** What SELECT, GROUP BY and ORDER BY mean, with their names looked up. */
import type {
  Aggregate,
  Column,
  Property,
  RowFunction,
  RowOrder,
  Select,
  Shown,
} from '../rows/rows-query.ts';
import { argumentsOf, nameOf } from './functions.ts';
import type { Scope } from './scope.ts';
import type { CallAt, ColumnAt, NameAt, OrderAt, PathAt, StatementAt } from './syntax.ts';

/** What the rows show, and how they are grouped and ordered. */
interface Shape {
  readonly select: Select;
  readonly groupBy: readonly Property[];
  readonly orderBy: readonly RowOrder[];
}

/** Looks up the names of SELECT, GROUP BY and ORDER BY. */
export function shapeOf(statement: StatementAt, scope: Scope): Shape {
  const groupBy = statement.groupBy.map((path) => scope.propertyOf(path));
  if (statement.columns === undefined && groupBy.length > 0) {
    throw scope.source.bad(offsetOf(statement.groupBy[0] as PathAt), {
      message: 'SELECT * shows records, which groups do not have',
      expected: 'columns: what it groups by, and aggregates',
    });
  }
  const select = selectOf(statement, scope);
  const columns = select.kind === 'columns' ? select.columns : [];
  const isGrouped = groupBy.length > 0 || columns.some(({ value }) => value.kind === 'aggregate');
  const check = (shown: Shown, offset: number) => {
    if (isGrouped === (shown.kind === 'aggregate') || isKey(shown, groupBy)) return;
    throw scope.source.bad(offset, {
      message: isGrouped
        ? 'the rows of a group may differ in this'
        : 'rows that are not grouped have no aggregates',
      expected: isGrouped ? 'an aggregate, or what GROUP BY names' : 'a property',
    });
  };
  for (const [index, { value }] of (statement.columns ?? []).entries()) {
    check((columns[index] as Column).value, offsetOf(value));
  }
  const orderBy = statement.orderBy.map((key) => {
    const order = orderOf(key, columns, scope);
    check(order.by, offsetOf(key.by));
    return order;
  });
  return { select, groupBy, orderBy };
}

function isKey(shown: Shown, groupBy: readonly Property[]): boolean {
  if (shown.kind !== 'property') return false;
  return groupBy.some(({ of, path }) => of === shown.of && path === shown.path);
}

function selectOf(statement: StatementAt, scope: Scope): Select {
  const { columns, joins, pattern } = statement;
  if (columns !== undefined) return { kind: 'columns', columns: columnsOf(columns, scope) };
  const [join] = joins;
  if (join !== undefined) {
    throw scope.source.bad(join.target.offset, {
      message: 'SELECT * does not go with JOIN',
      expected: `the collections to show, such as SELECT ${join.source.text}, ${join.target.text}`,
    });
  }
  if (pattern === undefined) return { kind: 'record', of: scope.names[0] as string };
  const named = scope.names.filter((name) => !name.startsWith('['));
  return {
    kind: 'columns',
    columns: named.map((name) => ({ name, value: { kind: 'record', of: name } })),
  };
}

function columnsOf(columns: readonly ColumnAt[], scope: Scope): readonly Column[] {
  const taken = new Set<string>();
  return columns.map(({ value, alias }) => {
    const shown = shownOf(value, scope);
    const name = alias?.text ?? nameFor(value);
    if (taken.has(name)) {
      throw scope.source.bad(alias?.offset ?? offsetOf(value), {
        message: `two columns are called ${name}`,
        expected: 'another name, given with AS',
      });
    }
    taken.add(name);
    return { name, value: shown };
  });
}

/** A property goes by its last name, a function by its own. */
function nameFor(value: PathAt | CallAt): string {
  if (value.kind === 'call') return nameOf(value).text.toUpperCase();
  return (value.names.at(-1) as NameAt).text;
}

function shownOf(value: PathAt | CallAt, scope: Scope): Shown {
  if (value.kind === 'call') return aggregateOf(value, scope);
  const { of, path } = scope.meaningOf(value);
  return path === undefined ? { kind: 'record', of } : { kind: 'property', of, path };
}

const aggregates: ReadonlyMap<string, RowFunction> = new Map([
  ['COUNT', 'count'],
  ['SUM', 'sum'],
  ['AVG', 'avg'],
  ['MIN', 'min'],
  ['MAX', 'max'],
]);

function aggregateOf(call: CallAt, scope: Scope): Aggregate {
  const { text, offset } = nameOf(call);
  const name = aggregates.get(text.toUpperCase());
  if (name === undefined || call.path.names.length > 1) {
    throw scope.source.bad(offset, {
      message: `there is no function ${text}(…) to select`,
      expected: `one of ${[...aggregates.keys()].join(', ')}`,
    });
  }
  const counts = name === 'count' ? [0, 1] : [1];
  const [argument] = argumentsOf(call, scope, 'one property', ...counts);
  if (argument === undefined) return { kind: 'aggregate', function: name };
  if (argument.kind !== 'path') {
    throw scope.source.bad(offset, {
      message: `${text} is of no property`,
      expected: 'a property',
    });
  }
  return { kind: 'aggregate', function: name, of: scope.propertyOf(argument) };
}

/** A key of the order: a column by its name, a property, or an aggregate. */
function orderOf({ by, descending }: OrderAt, columns: readonly Column[], scope: Scope): RowOrder {
  if (by.kind === 'call') return { by: aggregateOf(by, scope), descending };
  const [first, ...rest] = by.names;
  const column = columns.find(({ name }) => rest.length === 0 && name === first?.text)?.value;
  if (column !== undefined && column.kind !== 'record') return { by: column, descending };
  return { by: { kind: 'property', ...scope.propertyOf(by) }, descending };
}

function offsetOf(value: PathAt | CallAt): number {
  return ((value.kind === 'call' ? value.path : value).names[0] as NameAt).offset;
}
