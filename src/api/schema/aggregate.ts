/** `Graph.aggregate` and `Graph.aggregateRelationships`: counts, sums and averages. */
import { LinchpinError } from '../../model/errors.ts';
import type {
  AggregateFunction as FunctionName,
  Grouping,
  AggregateRow as Row,
} from '../../query/query.ts';
import { builder } from '../builder.ts';
import { twinFilter } from '../twin-filter.ts';
import { Where } from './filters.ts';
import { Graph } from './graph.ts';
import { relationshipFilter } from './relationships.ts';

const AggregateFunction = builder.enumType('AggregateFunction', {
  description: 'What is computed over the items of a group.',
  values: {
    COUNT: { value: 'count', description: 'How many items, or how many that have the property.' },
    COUNT_DISTINCT: { value: 'countDistinct', description: 'How many values a property has.' },
    SUM: { value: 'sum', description: 'The sum of a property.' },
    AVG: { value: 'avg', description: 'The mean of a property.' },
    MIN: { value: 'min', description: 'The least value of a property.' },
    MAX: { value: 'max', description: 'The greatest value of a property.' },
    PERCENTILE: {
      value: 'percentile',
      description:
        'The value below which `percent` of 100 lie, exact and interpolated linearly between its neighbours (type 7 of Hyndman and Fan).',
    },
  } as const,
});

const Measure = builder.inputType('Measure', {
  description: 'One number to compute for each group.',
  fields: (t) => ({
    function: t.field({
      type: AggregateFunction,
      required: true,
      description: 'What to compute.',
    }),
    property: t.string({
      description: 'Path of the property; every function but COUNT needs it.',
    }),
    percent: t.float({ description: 'Which percentile: 0 to 100; 50 is the median.' }),
  }),
});

const AggregateRow = builder.objectRef<Row>('AggregateRow').implement({
  description: 'One group and its numbers.',
  fields: (t) => ({
    keys: t.field({
      type: ['JSON'],
      nullable: { list: false, items: true },
      description: 'The values the items of the group share, in the order of groupBy.',
      resolve: ({ keys }) => [...keys],
    }),
    values: t.field({
      type: ['Float'],
      nullable: { list: false, items: true },
      description: 'The numbers, in the order of measures; null where the group has no value.',
      resolve: ({ values }) => [...values],
    }),
  }),
});

interface MeasureInput {
  readonly function: FunctionName;
  readonly property?: string | null | undefined;
  readonly percent?: number | null | undefined;
}

function measureOf({ function: name, property, percent }: MeasureInput, index: number) {
  if ((name === 'percentile') !== (percent != null)) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: `measures[${index}].percent`,
      message: percent == null ? 'PERCENTILE needs a percent' : `${name} has no percent`,
      expected: 'a percent from 0 to 100 for PERCENTILE, and for no other function',
    });
  }
  if (property != null) {
    return { function: name, path: property, ...(percent != null && { percent }) };
  }
  if (name === 'count') return { function: name };
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `measures[${index}].property`,
    message: `${name} needs a property`,
    expected: 'the path of a numeric property',
  });
}

interface GroupingArguments {
  readonly groupBy?: readonly string[] | null | undefined;
  readonly measures?: readonly MeasureInput[] | null | undefined;
}

function groupingOf({ groupBy, measures }: GroupingArguments): Grouping {
  return {
    ...(groupBy != null && { groupBy }),
    measures: measures == null ? [{ function: 'count' }] : measures.map(measureOf),
  };
}

const groupByOption = {
  description: 'Property paths whose values make a group; one group of all when left out.',
};
const measuresOption = { description: 'What to compute; how many there are when left out.' };

/** Every item may have to be looked at, but what comes back is small. */
const complexity = { field: 50, multiplier: 1 };

builder.interfaceField(Graph, 'aggregate', (t) =>
  t.field({
    type: [AggregateRow],
    description: 'Numbers over twins, one row for each group, in the order of the keys.',
    complexity,
    args: {
      model: t.arg.id({ description: 'DTMI of their model; twins of its subtypes count too.' }),
      exact: t.arg.boolean({ description: 'Whether subtypes of the model are left out.' }),
      where: t.arg({ type: Where, description: 'What else the twins have to fulfil.' }),
      groupBy: t.arg.stringList(groupByOption),
      measures: t.arg({ type: [Measure], ...measuresOption }),
    },
    resolve: async (graph, args) => [
      ...(await graph.queries.aggregate({ ...twinFilter(args), ...groupingOf(args) })),
    ],
  }),
);

builder.interfaceField(Graph, 'aggregateRelationships', (t) =>
  t.field({
    type: [AggregateRow],
    description: 'Numbers over relationships, one row for each group, in the order of the keys.',
    complexity,
    args: {
      name: t.arg.string({ description: 'Only those with this name.' }),
      source: t.arg.id({ description: 'Only those that leave this twin.' }),
      target: t.arg.id({ description: 'Only those that reach this twin.' }),
      where: t.arg({ type: Where, description: 'What else they have to fulfil.' }),
      groupBy: t.arg.stringList(groupByOption),
      measures: t.arg({ type: [Measure], ...measuresOption }),
    },
    resolve: async (graph, args) => [
      ...(await graph.queries.aggregateRelationships({
        ...relationshipFilter(args),
        ...groupingOf(args),
      })),
    ],
  }),
);
