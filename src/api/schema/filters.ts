/** The inputs by which lists are narrowed and ordered, shared by all of them. */
import { builder } from '../builder.ts';
import type { WhereInput } from '../where.ts';

export const Where = builder.inputRef<WhereInput>('Where');

Where.implement({
  description:
    'A filter. Everything given in one object must hold; several tests of one property are joined by and.',
  fields: (t) => ({
    and: t.field({ type: [Where], description: 'All of these hold.' }),
    or: t.field({ type: [Where], description: 'At least one of these holds.' }),
    not: t.field({ type: Where, description: 'This does not hold.' }),
    property: t.string({
      description:
        'Path of the property to test (`thermostat/target`); `$id`, `$model`, `$revision`, `$updatedAt` test the twin itself, `$name`, `$source`, `$target` a relationship.',
    }),
    eq: t.field({ type: 'JSON', description: 'The value is equal to this.' }),
    ne: t.field({ type: 'JSON', description: 'There is a value and it differs from this.' }),
    lt: t.field({ type: 'JSON', description: 'The value is less than this.' }),
    lte: t.field({ type: 'JSON', description: 'The value is at most this.' }),
    gt: t.field({ type: 'JSON', description: 'The value is greater than this.' }),
    gte: t.field({ type: 'JSON', description: 'The value is at least this.' }),
    in: t.field({ type: ['JSON'], description: 'The value is one of these.' }),
    exists: t.boolean({ description: 'Whether there is a value at all.' }),
    startsWith: t.string({ description: 'The text begins with this.' }),
    endsWith: t.string({ description: 'The text ends with this.' }),
    contains: t.string({ description: 'The text holds this.' }),
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
  description: 'One key of an order. Twins that are equal in every key come in the order of ids.',
  fields: (t) => ({
    property: t.string({ required: true, description: 'Path of the property to order by.' }),
    order: t.field({ type: SortOrder, description: 'ASC when left out.' }),
  }),
});

export const Direction = builder.enumType('Direction', {
  description: 'From which side of a twin its relationships are seen.',
  values: {
    OUT: { value: 'out', description: 'Those that leave it.' },
    IN: { value: 'in', description: 'Those that reach it.' },
    BOTH: { value: 'both', description: 'All of them.' },
  } as const,
});
