/** The inputs that lead along relationships: parts of `Where`, and of `Graph.paths`. */
import { maxHops } from '../../query/paths/route-check.ts';
import { builder } from '../builder.ts';
import type { CountInput, RelatedInput, WhereInput, WithinInput } from '../filter-input.ts';

export const Where = builder.inputRef<WhereInput>('Where');

export const Direction = builder.enumType('Direction', {
  description: 'From which side of a twin its relationships are seen.',
  values: {
    OUT: { value: 'out', description: 'Those that leave it.' },
    IN: { value: 'in', description: 'Those that reach it.' },
    BOTH: { value: 'both', description: 'All of them.' },
  } as const,
});

export const Hops = builder.inputType('Hops', {
  description:
    'How many relationships away. A twin is as far as the shortest way to it has relationships.',
  fields: (t) => ({
    min: t.int({ description: `At least so many: 0 to ${maxHops}. At 0 the twin itself counts.` }),
    max: t.int({ description: `At most so many: 1 to ${maxHops}.` }),
  }),
});

/** What all routes are described by. */
export const routeDescriptions = {
  along: 'Names of the relationships to follow; all when left out.',
  direction: 'Which way to follow them; OUT when left out.',
  relationship: 'What each relationship on the way has to fulfil.',
  through: 'What each twin on the way, between its ends, has to fulfil.',
};

const Quantifier = builder.enumType('Quantifier', {
  description: 'Of how many twins something holds.',
  values: {
    ANY: { value: 'any', description: 'Of at least one.' },
    ALL: { value: 'all', description: 'Of each; also where there are none.' },
    NONE: { value: 'none', description: 'Of no one.' },
  } as const,
});

const Count = builder.inputRef<CountInput>('Count').implement({
  description: 'A number of twins, by one comparison.',
  fields: (t) => ({
    eq: t.int({ description: 'Exactly so many.' }),
    ne: t.int({ description: 'Not so many.' }),
    lt: t.int({ description: 'Fewer.' }),
    lte: t.int({ description: 'At most so many.' }),
    gt: t.int({ description: 'More.' }),
    gte: t.int({ description: 'At least so many.' }),
  }),
});

export const RelatedWhere = builder.inputRef<RelatedInput>('Related').implement({
  description: 'What holds of the twins that relationships lead to. Each of them counts once.',
  fields: (t) => ({
    along: t.stringList({ description: routeDescriptions.along }),
    direction: t.field({ type: Direction, description: routeDescriptions.direction }),
    hops: t.field({
      type: Hops,
      description: 'How far; one hop when left out, and exactly min when only that is given.',
    }),
    relationship: t.field({ type: Where, description: routeDescriptions.relationship }),
    through: t.field({ type: Where, description: routeDescriptions.through }),
    model: t.id({ description: 'DTMI of the model that counts; twins of its subtypes count too.' }),
    exact: t.boolean({ description: 'Whether subtypes of the model are left out.' }),
    where: t.field({ type: Where, description: 'What the twins there have to fulfil.' }),
    quantifier: t.field({
      type: Quantifier,
      description:
        'How many of the twins there have to be of the model and fulfil it; ANY when left out.',
    }),
    count: t.field({ type: Count, description: 'The same as a number, instead of a quantifier.' }),
  }),
});

export const WithinWhere = builder.inputRef<WithinInput>('Within').implement({
  description: 'The twins that relationships lead to from one twin.',
  fields: (t) => ({
    of: t.id({ required: true, description: 'Id of the twin to start at.' }),
    along: t.stringList({ description: routeDescriptions.along }),
    direction: t.field({ type: Direction, description: routeDescriptions.direction }),
    hops: t.field({ type: Hops, description: 'How far; 1 to 10 when left out.' }),
    relationship: t.field({ type: Where, description: routeDescriptions.relationship }),
    through: t.field({ type: Where, description: routeDescriptions.through }),
  }),
});
