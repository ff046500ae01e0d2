/** The inputs by which lists are narrowed and ordered, shared by all of them. */
import type { Order } from '../../query/query.ts';
import { builder } from '../builder.ts';
import { Direction, RelatedWhere, Where, WithinWhere } from './route-inputs.ts';

export { Direction, Where };

const Near = builder.inputType('Near', {
  description: 'Around a point on the globe.',
  fields: (t) => ({
    point: t.floatList({ required: true, description: 'Longitude and latitude in degrees.' }),
    metres: t.float({ required: true, description: 'How far at most, along the great circle.' }),
  }),
});

Where.implement({
  description:
    'A filter. Everything given in one object must hold; several tests of one property are joined by and.',
  fields: (t) => ({
    and: t.field({ type: [Where], description: 'All of these hold.' }),
    or: t.field({ type: [Where], description: 'At least one of these holds.' }),
    not: t.field({ type: Where, description: 'This does not hold.' }),
    related: t.field({
      type: RelatedWhere,
      description: 'This holds of the twins that its relationships lead to.',
    }),
    within: t.field({ type: WithinWhere, description: 'Another twin leads to it.' }),
    property: t.string({
      description:
        'Path of the property to test (`thermostat/target`); `$id`, `$model`, `$revision`, `$updatedAt` test the twin itself, `$name`, `$source`, `$target` a relationship. `$updatedAt` is compared with ISO 8601 times (`2026-05-01T12:00:00Z`), or with epoch milliseconds.',
    }),
    eq: t.field({ type: 'JSON', description: 'The value is equal to this.' }),
    ne: t.field({ type: 'JSON', description: 'There is a value and it differs from this.' }),
    lt: t.field({ type: 'JSON', description: 'The value is less than this.' }),
    lte: t.field({ type: 'JSON', description: 'The value is at most this.' }),
    gt: t.field({ type: 'JSON', description: 'The value is greater than this.' }),
    gte: t.field({ type: 'JSON', description: 'The value is at least this.' }),
    in: t.field({ type: ['JSON'], description: 'The value is one of these.' }),
    unit: t.string({
      description:
        'The DTDL unit (`degreeFahrenheit`) of the numbers compared with; they are converted to that of the model, or to the one that a twin says itself where its model lets it (`Override`).',
    }),
    exists: t.boolean({ description: 'Whether there is a value at all.' }),
    startsWith: t.string({ description: 'The text begins with this.' }),
    endsWith: t.string({ description: 'The text ends with this.' }),
    contains: t.string({ description: 'The text holds this.' }),
    ignoreCase: t.boolean({
      description:
        'Whether small and capital letters are alike for startsWith, endsWith and contains.',
    }),
    near: t.field({
      type: Near,
      description: 'The geometry comes so near; a point inside a polygon is 0 metres from it.',
    }),
  }),
});

const SortOrder = builder.enumType('SortOrder', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { description: 'The smallest first.' },
    DESC: { description: 'The largest first.' },
  } as const,
});

export const OrderBy = builder.inputType('OrderBy', {
  description:
    'One key of an order. Items that are equal in every key come in the order of their ids.',
  fields: (t) => ({
    property: t.string({ required: true, description: 'Path of the property to order by.' }),
    order: t.field({ type: SortOrder, description: 'ASC when left out.' }),
  }),
});

interface OrderByInput {
  readonly property: string;
  readonly order?: 'ASC' | 'DESC' | null | undefined;
}

/** The order that a list is asked for in; nothing where it is not said. */
export function orderOf(orderBy: readonly OrderByInput[] | null | undefined): {
  readonly orderBy?: readonly Order[];
} {
  if (orderBy == null || orderBy.length === 0) return {};
  const key = ({ property, order }: OrderByInput): Order => ({
    path: property,
    descending: order === 'DESC',
  });
  return { orderBy: orderBy.map(key) };
}
