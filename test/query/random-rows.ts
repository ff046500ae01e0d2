/** Random trees of rows queries over the graphs of `random-graph.ts`. */
import fc from 'fast-check';
import type {
  Condition,
  Link,
  Operand,
  Property,
  RowsQuery,
} from '../../src/query/rows/rows-query.ts';
import { ids, models, scalar } from './random-graph.ts';

const twinPaths = ['$id', '$model', 'level', 'name', 'part/level', 'order', 'a b'];
const linkPaths = ['$id', '$name', '$source', '$target', 'level'];

const hops = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 1 }))
  .map(([minHops, more]) => ({ minHops, maxHops: Math.min(3, minHops + more) }));

const relationshipNames = fc.constantFrom('feeds', 'cools', 'group');

/** FROM with joins, each from any earlier twin. */
const joins = fc.array(fc.tuple(fc.nat(), relationshipNames, fc.boolean()), { maxLength: 2 });

/** A chain of arrows, from an earlier twin or a new one to new or earlier ones. */
const arrows = fc.array(
  fc.record({
    direction: fc.constantFrom('out' as const, 'in' as const, 'both' as const),
    names: fc.option(fc.uniqueArray(relationshipNames, { minLength: 1, maxLength: 2 }), {
      nil: undefined,
    }),
    hops,
    named: fc.boolean(),
    to: fc.nat(3),
  }),
  { maxLength: 2 },
);

type Bindings = Pick<RowsQuery, 'twins' | 'links'>;

const bindings: fc.Arbitrary<Bindings> = fc
  .tuple(joins, arrows, fc.nat(3))
  .map(([joined, chain, start]) => {
    const twins = ['T0'];
    const links: Link[] = [];
    for (const [from, name, named] of joined) {
      const to = `T${twins.length}`;
      const ends = { from: twins[from % twins.length] as string, to, names: [name] };
      const relationship = named ? { relationship: `r ${links.length}` } : {};
      const single = { direction: 'out' as const, minHops: 1, maxHops: 1, once: false };
      links.push({ ...ends, ...single, ...relationship });
      twins.push(to);
    }
    const twin = (index: number) => {
      const name = `T${index}`;
      if (!twins.includes(name)) twins.push(name);
      return name;
    };
    let from = chain.length === 0 ? '' : twin(start);
    for (const { direction, names, hops, named, to } of chain) {
      const relationship = named && hops.maxHops === 1 ? { relationship: `r ${links.length}` } : {};
      const end = twin(to);
      const given = { ...(names && { names }), ...hops, ...relationship, once: true };
      links.push({ from, to: end, direction, ...given });
      from = end;
    }
    return { twins, links };
  })
  .filter(({ twins }) => twins.length <= 3);

/** Every property that a query can name. */
export function propertiesOf({ twins, links }: Bindings): Property[] {
  const named = links.flatMap(({ relationship }) => relationship ?? []);
  return [
    ...twins.flatMap((of) => twinPaths.map((path) => ({ of, path }))),
    ...named.flatMap((of) => linkPaths.map((path) => ({ of, path }))),
  ];
}

const value = fc.oneof(scalar, fc.constantFrom(...ids, null), fc.string({ unit: 'binary' }));

function conditions(bound: Bindings): fc.Arbitrary<Condition> {
  const property = fc
    .constantFrom(...propertiesOf(bound))
    .map((named): Operand => ({ kind: 'property', ...named }));
  const operand = fc.oneof(
    property,
    value.map((value): Operand => ({ kind: 'value', value })),
  );
  const kinds = ['defined', 'null', 'boolean', 'number', 'string', 'object', 'primitive'] as const;
  const comparison = fc.constantFrom(...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const));
  const texts = fc.constantFrom(...(['startsWith', 'endsWith', 'contains'] as const));
  const is = <K extends string>(kind: K) => fc.constant(kind);
  return fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: is('compare'), operator: comparison, left: operand, right: operand }),
      fc.record({ kind: is('in'), operand: property, values: fc.array(value, { minLength: 1 }) }),
      fc.record({ kind: is('text'), operator: texts, operand, part: operand }),
      fc.record({ kind: is('holds'), operand: property, element: operand }),
      fc.record({ kind: is('is'), operand: property, value: fc.constantFrom(...kinds) }),
      fc.record({
        kind: is('model'),
        of: fc.constantFrom(...bound.twins),
        model: fc.constantFrom(...models),
        exact: fc.boolean(),
      }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: is('not'), of: tie('tree') }),
    ),
  })).tree;
}

/** A condition that names twins by their ids. */
function anchored({ twins }: Bindings): fc.Arbitrary<Condition> {
  const anchor = fc.tuple(fc.constantFrom(...twins), fc.constantFrom(...ids)).map(
    ([of, value]): Condition => ({
      kind: 'compare',
      operator: 'eq',
      left: { kind: 'property', of, path: '$id' },
      right: { kind: 'value', value },
    }),
  );
  return fc
    .array(anchor, { minLength: 2, maxLength: 3 })
    .map((of): Condition => ({ kind: 'and', of }));
}

/** Queries that show the properties of everything they bind, in any order. */
export const rowsQueries: fc.Arbitrary<RowsQuery> = bindings.chain((bound) => {
  const properties = propertiesOf(bound);
  return fc.record(
    {
      twins: fc.constant(bound.twins),
      links: fc.constant(bound.links),
      where: fc.oneof(conditions(bound), anchored(bound)),
      select: fc.constant({
        kind: 'columns' as const,
        columns: properties.map((property, index) => ({
          name: `c${index}`,
          value: { kind: 'property' as const, ...property },
        })),
      }),
      groupBy: fc.constant([]),
      orderBy: fc.array(
        fc.record({
          by: fc
            .constantFrom(...properties)
            .map((property) => ({ kind: 'property' as const, ...property })),
          descending: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
      top: fc.nat(20),
    },
    { requiredKeys: ['twins', 'links', 'select', 'groupBy', 'orderBy'] },
  );
});
