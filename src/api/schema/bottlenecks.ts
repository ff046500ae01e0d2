/** `Graph.bottlenecks`: what chokes, and what one more unit of it would be worth. */
import { z } from 'zod';
import type { Bottleneck } from '../../flows/bottlenecks/bottleneck.ts';
import { bottlenecks } from '../../flows/bottlenecks/bottlenecks.ts';
import { orderingBy } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import { groundOf } from '../asked-ground.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { pageCost } from '../cost.ts';
import { maxPage } from '../limits.ts';
import { Graph } from './graph.ts';
import { runArguments, runSettingOf } from './run-arguments.ts';
import { type In, twinFields } from './twin-fields.ts';
import { UnitGain } from './unit-gain.ts';

const BottleneckType = builder.objectRef<In<Bottleneck>>('Bottleneck').implement({
  description: 'A twin that holds others up.',
  fields: (t) => ({
    ...twinFields(t, 'The twin as the graph has it.'),
    rank: t.int({ description: '1 is the most important.', resolve: ({ item }) => item.rank }),
    mechanism: t.string({
      description: 'The mechanism that names it: `flow`, `potential`, `queue`.',
      resolve: ({ item }) => item.mechanism,
    }),
    kind: t.string({
      description: 'What it is: `minimumCut`, `overload`, `bottleneck`, `price`, `shortage`.',
      resolve: ({ item }) => item.kind,
    }),
    value: t.float({
      nullable: true,
      description:
        'Share of its capacity that is used: 1 is full; of a station, of the time that its shifts give it. Where that is not known, the figure of the mechanism: of a shortage the mean of units owed.',
      resolve: ({ item }) => item.value ?? null,
    }),
    unit: t.string({
      nullable: true,
      description: 'Unit of the value; null for a share.',
      resolve: ({ item }) => item.unit ?? null,
    }),
    share: t.float({
      description: 'Share of the runs that name it: 1 where nothing is random.',
      resolve: ({ item }) => item.share,
    }),
    gain: t.field({
      type: UnitGain,
      nullable: true,
      description: 'What one more unit of it would be worth; null where that is not known.',
      resolve: ({ item }) => item.gain ?? null,
    }),
    text: t.string({ description: 'It in a sentence.', resolve: ({ item }) => item.text }),
  }),
});

const BottleneckConnection = builder.connectionObject(
  { type: BottleneckType, name: 'BottleneckConnection', description: 'One page of bottlenecks.' },
  { name: 'BottleneckEdge', description: 'A bottleneck of a page.' },
);

const byRank = orderingBy<Bottleneck>('bottlenecks', [
  { field: ({ rank }) => rank, sign: 1 },
  { field: ({ twin }) => twin, sign: 1 },
]);

builder.interfaceField(Graph, 'bottlenecks', (t) =>
  t.connection(
    {
      type: BottleneckType,
      description:
        'What chokes, by all mechanisms: cuts, lines and roads at their limits, stations that hold a line up, supplies that owe. Those first of which a tenth more, or one more machine, improves the key figure most; then what leaves something undone; then by utilisation. What is used to less than 90 % and gains nothing is left out.',
      complexity: (args) => {
        const { field, multiplier } = pageCost(args, maxPage);
        return { field: field + 500, multiplier };
      },
      args: {
        kpi: t.arg.string({
          description:
            'The key figure that gains are told of, by running again with a little more of each twin where no mechanism has a price; by default those that mechanisms have a price for.',
        }),
        ...runArguments(t.arg),
        seed: t.arg.int({
          description: 'Keys every random draw; that of the scenario, else 1.',
          validate: z.int().min(0).nullish(),
        }),
      },
      resolve: async (graph, { kpi, seed, ...args }, { services, signal }) => {
        const page = pageRequest(args);
        const { rooms, ...ground } = await groundOf(graph, services);
        const found = await bottlenecks(rooms, {
          ...ground,
          ...runSettingOf(args),
          ...(kpi != null && { kpi }),
          ...(seed != null && { seed }),
          signal: signal(),
        });
        return connection(pageOf(found, byRank, page), (item) => ({ graph, item }));
      },
    },
    BottleneckConnection,
  ),
);
