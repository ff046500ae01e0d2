/** `AggregateRow` and `Graph.aggregate`: counts, sums and averages over twins. */
import { LinchpinError } from '../../model/errors.ts';
import type {
  AggregateQuery,
  AggregateFunction as FunctionName,
  AggregateRow as Row,
} from '../../query/query.ts';
import { builder } from '../builder.ts';
import { Where } from './filters.ts';
import { Graph } from './graph.ts';
import { twinFilter } from './twins.ts';

const AggregateFunction = builder.enumType('AggregateFunction', {
  description: 'What is computed over the twins of a group.',
  values: {
    COUNT: { value: 'count', description: 'How many twins, or how many that have the property.' },
    SUM: { value: 'sum', description: 'The sum of a property.' },
    AVG: { value: 'avg', description: 'The mean of a property.' },
    MIN: { value: 'min', description: 'The least value of a property.' },
    MAX: { value: 'max', description: 'The greatest value of a property.' },
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
  }),
});

const AggregateRow = builder.objectRef<Row>('AggregateRow').implement({
  description: 'One group and its numbers.',
  fields: (t) => ({
    keys: t.field({
      type: ['JSON'],
      nullable: { list: false, items: true },
      description: 'The values the twins of the group share, in the order of groupBy.',
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
}

function measureOf({ function: name, property }: MeasureInput, index: number) {
  if (property != null) return { function: name, path: property };
  if (name === 'count') return { function: name };
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `measures[${index}].property`,
    message: `${name} needs a property`,
    expected: 'the path of a numeric property',
  });
}

builder.interfaceField(Graph, 'aggregate', (t) =>
  t.field({
    type: [AggregateRow],
    description: 'Numbers over twins, one row for each group, in the order of the keys.',
    complexity: { field: 50, multiplier: 1 },
    args: {
      model: t.arg.id({ description: 'DTMI of their model; twins of its subtypes count too.' }),
      exact: t.arg.boolean({ description: 'Whether subtypes of the model are left out.' }),
      where: t.arg({ type: Where, description: 'What else the twins have to fulfil.' }),
      groupBy: t.arg.stringList({
        description: 'Property paths whose values make a group; one group of all when left out.',
      }),
      measures: t.arg({
        type: [Measure],
        description: 'What to compute; how many twins there are when left out.',
      }),
    },
    resolve: (graph, { groupBy, measures, ...filter }) => {
      const query: AggregateQuery = {
        ...twinFilter(filter),
        ...(groupBy != null && { groupBy }),
        measures: measures == null ? [{ function: 'count' }] : measures.map(measureOf),
      };
      return graph.queries.aggregate(query);
    },
  }),
);
