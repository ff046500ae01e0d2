/** `Graph.criticality`: which twins matter most for a key figure. */
import {
  type Criticality,
  type CriticalityCounts,
  criticality,
  type TwinCriticality,
} from '../../flows/criticality/criticality.ts';
import { chosenTwins, groundOf } from '../asked-ground.ts';
import { builder } from '../builder.ts';
import type { GraphView } from '../graph-view.ts';
import { Graph } from './graph.ts';
import { Interval } from './interval.ts';
import { Problem } from './problem.ts';
import { Where } from './route-inputs.ts';
import { firstOf, ranking, runArguments, runSettingOf } from './run-arguments.ts';
import { type In, twinFields } from './twin-fields.ts';
import { UnitGain } from './unit-gain.ts';
import { Better } from './what-if.ts';

const TwinCriticalityType = builder.objectRef<In<TwinCriticality>>('TwinCriticality').implement({
  description: 'What the loss of one twin does to a key figure.',
  fields: (t) => ({
    ...twinFields(t, 'The twin.'),
    rank: t.int({
      description: '1 is the most critical; twins that cannot be told apart share a rank.',
      resolve: ({ item }) => item.rank,
    }),
    difference: t.float({
      description: 'The key figure without the twin less the figure with it.',
      resolve: ({ item }) => item.difference,
    }),
    interval: t.field({
      type: Interval,
      description: '95 % confidence interval of the difference; a point where nothing is random.',
      resolve: ({ item }) => item.interval,
    }),
    gain: t.field({
      type: UnitGain,
      nullable: true,
      description: 'What one more unit of it would be worth, where a mechanism has a price.',
      resolve: ({ item }) => item.gain ?? null,
    }),
    problem: t.field({
      type: Problem,
      nullable: true,
      description: 'Why it could not be taken out; it comes last then.',
      resolve: ({ item }) => item.problem ?? null,
    }),
  }),
});

const Counts = builder.objectRef<CriticalityCounts>('CriticalityCounts').implement({
  description: 'What became of the twins that were asked for.',
  fields: (t) => ({
    asked: t.exposeInt('asked', { description: 'How many were asked for.' }),
    run: t.exposeInt('run', { description: 'How many were taken out.' }),
    pruned: t.exposeInt('pruned', {
      description: 'Whose loss can change nothing: in no mechanism, and nobody depends on them.',
    }),
    screened: t.exposeInt('screened', {
      description: 'Of those taken out, how many a mechanism had named.',
    }),
    left: t.exposeInt('left', { description: 'Not taken out, because only `most` were wanted.' }),
    simulations: t.exposeInt('simulations', { description: 'Simulations in all.' }),
  }),
});

const CriticalityType = builder.objectRef<In<Criticality>>('Criticality').implement({
  description: 'Which twins matter most for a key figure.',
  fields: (t) => ({
    kpi: t.string({ description: 'The key figure.', resolve: ({ item }) => item.kpi.name }),
    unit: t.string({
      nullable: true,
      description: 'Its unit.',
      resolve: ({ item }) => item.kpi.unit ?? null,
    }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ item }) => item.kpi.better,
    }),
    base: t.float({
      description: 'The figure with nothing taken out; a mean where it is random.',
      resolve: ({ item }) => item.base,
    }),
    random: t.boolean({
      description: 'Whether the figure is random: another seed could change it.',
      resolve: ({ item }) => item.random,
    }),
    twins: t.field({
      type: [TwinCriticalityType],
      description: 'The most critical first, ties by id.',
      complexity: ranking.complexity,
      args: ranking.args(t.arg),
      resolve: ({ graph, item }, { first }) => firstOf(graph, item.twins, first),
    }),
    counts: t.field({
      type: Counts,
      description: 'How many were run, pruned and screened.',
      resolve: ({ item }) => item.counts,
    }),
  }),
});

builder.interfaceField(Graph, 'criticality', (t) =>
  t.field({
    type: CriticalityType,
    description:
      'Which twins matter most for a key figure: each is taken out, under the same random numbers. More than 4096 runs are a sweep.',
    complexity: { field: 500, multiplier: 1 },
    args: {
      kpi: t.arg.string({ required: true, description: 'Name of the key figure: `fillRate`.' }),
      model: t.arg.id({ description: 'Only twins of this model and its subtypes.' }),
      where: t.arg({ type: Where, description: 'Only twins that fulfil this.' }),
      twins: t.arg.idList({ description: 'Only these twins.' }),
      ...runArguments(t.arg),
      from: t.arg({
        type: 'Duration',
        description: 'When each goes out; at the start by default.',
      }),
      until: t.arg({ type: 'Duration', description: 'When it comes back; never by default.' }),
      most: t.arg.int({
        description: 'Take out at most so many: those that mechanisms name, then by dependents.',
      }),
    },
    resolve: async (graph: GraphView, args, { services, signal }) => {
      const { rooms, ...ground } = await groundOf(graph, services);
      const { kpi, from, until, most } = args;
      const twins = await chosenTwins(graph, args);
      const item = await criticality(rooms, {
        ...ground,
        kpi,
        ...(twins !== undefined && { twins }),
        ...runSettingOf(args),
        ...(from != null && { from }),
        ...(until != null && { until }),
        ...(most != null && { most }),
        signal: signal(),
      });
      return { graph, item };
    },
  }),
);
