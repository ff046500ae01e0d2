/** Writes the tree of a rows query as a text of Azure Digital Twins' language. */
import type { Json } from '../../src/model/json.ts';
import type {
  Condition,
  Link,
  Operand,
  Property,
  RowOrder,
  RowsQuery,
  Shown,
} from '../../src/query/rows/rows-query.ts';

const metadata: Readonly<Record<string, string>> = {
  $model: '$metadata.$model',
  $name: '$relationshipName',
  $source: '$sourceId',
  $target: '$targetId',
};

/** The text of a query on twins whose every name is given. */
export function printed(query: RowsQuery): string {
  const { links, where, select, groupBy, orderBy, top } = query;
  const relationships = new Set(links.flatMap(({ relationship }) => relationship ?? []));
  const property = ({ of, path }: Property): string => {
    const id = relationships.has(of) ? '$relationshipId' : '$dtId';
    const field = path === '$id' ? id : metadata[path];
    return `${name(of)}.${field ?? path.split('/').map(name).join('.')}`;
  };
  const print = { property };
  const columns = select.kind === 'columns' ? select.columns : [];
  const joins = links.filter(({ once }) => !once);
  const isBase = joins.length > 0 || links.length === 0;
  return [
    'SELECT',
    top === undefined ? '' : `TOP(${top})`,
    columns.map((column) => `${shown(column.value, print)} AS ${name(column.name)}`).join(', '),
    `FROM DIGITALTWINS ${isBase || !isFirst(query) ? name(query.twins[0] ?? '') : ''}`,
    ...joins.map(join),
    pattern(links.filter(({ once }) => once)),
    where === undefined ? '' : `WHERE ${condition(where, print)}`,
    groupBy.length === 0 ? '' : `GROUP BY ${groupBy.map(property).join(', ')}`,
    orderBy.length === 0 ? '' : `ORDER BY ${orderBy.map((key) => order(key, print)).join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Whether the pattern names the first twin, so that FROM need not. */
function isFirst({ twins, links }: RowsQuery): boolean {
  return links[0]?.from === twins[0];
}

interface Printer {
  property(property: Property): string;
}

function name(text: string): string {
  const plain = /^[A-Za-z_]\w*$/.test(text) && !/^(order|group)$/i.test(text);
  return plain ? text : `[[${text}]]`;
}

function join({ from, to, names, relationship }: Link): string {
  const alias = relationship === undefined ? '' : ` ${name(relationship)}`;
  return `JOIN ${name(to)} RELATED ${name(from)}.${name(names?.[0] ?? '')}${alias}`;
}

function pattern(arrows: readonly Link[]): string {
  const [first] = arrows;
  if (first === undefined) return '';
  return `MATCH (${name(first.from)})${arrows.map(arrow).join('')}`;
}

function arrow({ to, direction, names, minHops, maxHops, relationship }: Link): string {
  const variable = relationship === undefined ? '' : name(relationship);
  const named = names === undefined ? '' : `:${names.map(name).join(' | ')}`;
  const hops = minHops === maxHops ? `*${minHops}` : `*${minHops - 1}..${maxHops}`;
  const [left, right] = [direction === 'in' ? '<' : '', direction === 'out' ? '>' : ''];
  return `${left}-[${variable}${named}${hops}]-${right}(${name(to)})`;
}

const operators = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

const kinds: Readonly<Record<string, string>> = {
  boolean: 'IS_BOOL',
};

function condition(tree: Condition, print: Printer): string {
  const operand = (part: Operand) =>
    part.kind === 'value' ? literal(part.value) : print.property(part);
  switch (tree.kind) {
    case 'and':
    case 'or':
      return `(${tree.of.map((part) => condition(part, print)).join(` ${tree.kind} `)})`;
    case 'not':
      return tree.of.kind === 'in'
        ? `${operand(tree.of.operand)} NIN [${tree.of.values.map(literal).join(',')}]`
        : `NOT ${condition(tree.of, print)}`;
    case 'compare':
      return `${operand(tree.left)} ${operators[tree.operator]} ${operand(tree.right)}`;
    case 'in':
      return `${operand(tree.operand)} in [${tree.values.map(literal).join(', ')}]`;
    case 'text':
      return `${tree.operator}(${operand(tree.operand)}, ${operand(tree.part)})`;
    case 'holds':
      return `ARRAY_CONTAINS(${operand(tree.operand)}, ${operand(tree.element)})`;
    case 'is':
      return `${kinds[tree.value] ?? `IS_${tree.value}`}(${operand(tree.operand)})`;
    case 'model':
      return `IS_OF_MODEL(${name(tree.of)}, '${tree.model}'${tree.exact ? ', exact' : ''})`;
  }
}

function literal(value: Json): string {
  if (typeof value !== 'string') return String(value);
  return `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

function shown(value: Shown, print: Printer): string {
  if (value.kind === 'record') return name(value.of);
  if (value.kind === 'property') return print.property(value);
  return `${value.function}(${value.of === undefined ? '' : print.property(value.of)})`;
}

function order({ by, descending }: RowOrder, print: Printer): string {
  return `${shown(by, print)}${descending ? ' DESC' : ' ASC'}`;
}
