/** `Scenario`, `Query.scenario` and `Query.scenarios`: branches of the graph that can be asked. */
import { z } from 'zod';
import { scenarioId } from '../../flows/scenario-open.ts';
import type { Json } from '../../model/json.ts';
import { orderingBy } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import type { ListedScenario } from '../../scenario/kept-scenarios.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { type ScenarioView, scenarioView } from '../scenario-view.ts';
import { Graph, Query } from './graph.ts';

export const Scenario = builder.objectRef<ScenarioView>('Scenario');

Scenario.implement({
  description:
    'A branch: a graph of the present or the past with edits, which the live graph knows nothing of. It can be asked like any graph; outages change what happens in it, not the graph. Models are read as they are now; what an edit touched has the epoch for its `updatedAt`.',
  interfaces: [Graph],
  fields: (t) => ({
    id: t.id({
      description: 'The hash of its base, models, edits, seed and horizon: the same give the same.',
      resolve: ({ open }) => open.id,
    }),
    name: t.string({
      nullable: true,
      description: 'The name it was asked by, or the first of its names.',
      resolve: (scenario) => scenario.name(),
    }),
    base: t.field({
      type: 'Revision',
      description: 'The revision that the edits are applied to.',
      resolve: async ({ open }) => (await open.kept()).scenario.base,
    }),
    parent: t.field({
      type: Scenario,
      nullable: true,
      description:
        'The scenario it was made from; null for one made from a revision, and where that one is gone.',
      resolve: async ({ open }, _args, context) => {
        const { parent } = await open.kept();
        const isThere = parent !== undefined && (await context.services.scenarios.has(parent));
        return isThere ? scenarioView(parent, context) : null;
      },
    }),
    edits: t.field({
      type: ['JSON'],
      description: 'All edits in order, each as `linchpin simulate --edits` reads it.',
      resolve: async ({ open }) => (await open.kept()).scenario.edits as unknown as Json[],
    }),
    editCount: t.int({
      description: 'How many edits it has.',
      resolve: async ({ open }) => (await open.kept()).scenario.edits.length,
    }),
    seed: t.int({
      description: 'Keys every random draw of its runs.',
      resolve: async ({ open }) => (await open.kept()).scenario.seed,
    }),
    horizonSeconds: t.float({
      description: 'How long its runs look ahead, in seconds.',
      resolve: async ({ open }) => (await open.kept()).scenario.horizonSeconds,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was kept.',
      resolve: async ({ open }) => (await open.kept()).createdAt,
    }),
  }),
});

/** Its base may be of the past, and have to be replayed. */
const complexity = 100;

builder.objectField(Query, 'scenario', (t) =>
  t.field({
    type: Scenario,
    nullable: true,
    description: 'A scenario that is kept, as a graph that can be asked.',
    complexity,
    args: {
      id: t.arg.id({ required: true, description: 'Its id or its name.' }),
      at: t.arg({
        type: 'Duration',
        description:
          'Show it with the edits that have taken effect this long after the start; with all of them when left out.',
        validate: z.number().min(0).nullish(),
      }),
    },
    resolve: async (_graph, { id: asked, at }, context) => {
      const id = await scenarioId(context.services, asked);
      return scenarioView(id, context, { asked, ...(at != null && { at }) });
    },
  }),
);

const newestFirst = orderingBy<ListedScenario>('scenarios', [
  { field: ({ createdAt }) => createdAt, sign: -1 },
  { field: ({ id }) => id, sign: 1 },
]);

export const ScenarioConnection = builder.connectionObject(
  { type: Scenario, name: 'ScenarioConnection', description: 'One page of scenarios.' },
  { name: 'ScenarioEdge', description: 'A scenario of a page.' },
);

builder.objectField(Query, 'scenarios', (t) =>
  t.connection(
    {
      type: Scenario,
      description: 'The scenarios that are kept, newest first.',
      resolve: async (_graph, page, context) => {
        const { scenarios } = context.services;
        const found = pageOf(await scenarios.list(), newestFirst, pageRequest(page));
        return connection(found, ({ id }) => scenarioView(id, context));
      },
    },
    ScenarioConnection,
  ),
);
