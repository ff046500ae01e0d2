/** `Graph.timeToSurvive`: how long a supply chain lives without a part of it, with the proof. */
import { z } from 'zod';
import type {
  DemandLoss,
  DemandShare,
  Survival,
  SurvivalLimit,
  SurvivalReport,
} from '../../simulate/survival.ts';
import { chosenTwins, groundOf } from '../asked-ground.ts';
import { builder } from '../builder.ts';
import { limitExceeded } from '../limits.ts';
import { Graph } from './graph.ts';
import { firstOf, ranking } from './run-arguments.ts';
import { type In, twinFields } from './twin-fields.ts';

const Share = builder.objectRef<DemandShare>('SurvivalDemand').implement({
  description: 'A demand that runs short first.',
  fields: (t) => ({
    demand: t.id({ description: 'Id of the demand.', resolve: ({ demand }) => demand }),
    share: t.exposeFloat('share', { description: 'Its share of what is used up, 0 to 1.' }),
  }),
});

const Loss = builder.objectRef<DemandLoss>('SurvivalLoss').implement({
  description: 'What of a demand is lost until a twin is back.',
  fields: (t) => ({
    demand: t.id({ description: 'Id of the demand.', resolve: ({ demand }) => demand }),
    units: t.exposeFloat('units', { description: 'Units lost.' }),
    cost: t.exposeFloat('cost', { description: 'Their value.' }),
  }),
});

const LimitKind = builder.enumType('SurvivalLimitKind', {
  description: 'What limits a time to survive.',
  values: {
    STOCK: { value: 'stock', description: 'Units on hand.' },
    PIPELINE: { value: 'pipeline', description: 'Units under way.' },
    SUPPLY: { value: 'supply', description: 'Capacity of a supply, units a period.' },
    ORDER: { value: 'order', description: 'Largest order of a store, units a review.' },
  } as const,
});

const Limit = builder.objectRef<SurvivalLimit>('SurvivalLimit').implement({
  description: 'One line of the certificate: what is used up, and its dual price.',
  fields: (t) => ({
    twinId: t.id({ description: 'Id of the twin.', resolve: ({ twin }) => twin }),
    kind: t.field({ type: LimitKind, description: 'What it is.', resolve: ({ kind }) => kind }),
    units: t.exposeFloat('units', { description: 'What there is of it.' }),
    secondsPerUnit: t.exposeFloat('secondsPerUnit', {
      description: 'Dual price: seconds longer for one unit more.',
    }),
  }),
});

const SurvivalType = builder.objectRef<In<Survival>>('Survival').implement({
  description: 'How long the chain serves all demand without a twin, and what is lost after that.',
  fields: (t) => ({
    ...twinFields(t, 'The twin.'),
    out: t.idList({
      description: 'Stores, supplies and transits that are out with it.',
      resolve: ({ item }) => [...item.out],
    }),
    timeToSurvive: t.float({
      nullable: true,
      description: 'Seconds; null where nobody feels it, for more than a hundred years.',
      resolve: ({ item }) => finite(item.timeToSurvive),
    }),
    timeToRecover: t.float({
      nullable: true,
      description: 'Seconds until it is back: `recovery`, or its recoveryDelay; null for neither.',
      resolve: ({ item }) => item.timeToRecover ?? null,
    }),
    isExposed: t.boolean({
      description: 'Whether it takes longer to come back than the chain survives.',
      resolve: ({ item }) => item.isExposed,
    }),
    failsFirst: t.field({
      type: [Share],
      description: 'The demands that run short first.',
      resolve: ({ item }) => [...item.failsFirst],
    }),
    limits: t.field({
      type: [Limit],
      description:
        'The certificate: the prices of what is on hand and under way sum to the time to survive.',
      resolve: ({ item }) => [...item.limits],
    }),
    gap: t.float({
      description: 'Seconds between the time and what the certificate proves: 0 up to rounding.',
      resolve: ({ item }) => item.gap,
    }),
    lostUnits: t.float({
      description: 'Units of demand lost until it is back, at the least cost.',
      resolve: ({ item }) => item.lostUnits,
    }),
    lostCost: t.float({
      description: 'Their value: lostSaleCost, else backorderCost of the store, else 1 a unit.',
      resolve: ({ item }) => item.lostCost,
    }),
    losses: t.field({
      type: [Loss],
      description: 'What is lost by demand, the most costly first.',
      resolve: ({ item }) => [...item.losses],
    }),
  }),
});

const Report = builder.objectRef<In<SurvivalReport>>('TimeToSurvive').implement({
  description: 'Times to survive of a supply chain.',
  fields: (t) => ({
    survivals: t.field({
      type: [SurvivalType],
      description: 'Exposed ones first, then the shortest time, then by id.',
      complexity: ranking.complexity,
      args: ranking.args(t.arg),
      resolve: ({ graph, item }, { first }) => firstOf(graph, item.survivals, first),
    }),
    count: t.int({
      description: 'How many twins were looked at.',
      resolve: ({ item }) => item.survivals.length,
    }),
    exposed: t.int({
      description: 'How many of them take longer to come back than the chain survives.',
      resolve: ({ item }) => item.survivals.filter(({ isExposed }) => isExposed).length,
    }),
    undisturbed: t.float({
      nullable: true,
      description: 'Seconds that all demand is served with nothing out; null for ever.',
      resolve: ({ item }) => finite(item.undisturbedSeconds),
    }),
    solves: t.int({
      description: 'How many linear programs were solved.',
      resolve: ({ item }) => item.solves,
    }),
  }),
});

/** Without the rounding errors of linear programs, which are below one in 10^9. */
function finite(seconds: number): number | null {
  return Number.isFinite(seconds) ? Number(seconds.toPrecision(10)) : null;
}

const StockLoss = builder.enumType('OutStock', {
  description: 'What becomes of the stock of what is out.',
  values: {
    KEPT: { value: 'kept', description: 'It is given out still: production has stopped.' },
    LOST: { value: 'lost', description: 'It cannot be used: the site is flooded.' },
  } as const,
});

const mostTwins = 10_000;

builder.interfaceField(Graph, 'timeToSurvive', (t) =>
  t.field({
    type: Report,
    description:
      'How long the supply chain serves all demand while a twin is out, by linear programs with their dual prices as the proof; and what is lost when that twin takes longer to come back.',
    complexity: { field: 500, multiplier: 1 },
    args: {
      twins: t.arg.idList({ description: 'Only these; all stores and supplies by default.' }),
      model: t.arg.id({ description: 'Only twins of this model and its subtypes.' }),
      recovery: t.arg({
        type: 'Duration',
        description: 'How long each takes to come back; its own recoveryDelay by default.',
        validate: z.number().min(0).nullish(),
      }),
      stock: t.arg({ type: StockLoss, description: 'Whether its stock is lost; KEPT by default.' }),
    },
    resolve: async (graph, { recovery, stock, ...choice }, { services, signal }) => {
      const twins = await chosenTwins(graph, choice);
      if (twins !== undefined && twins.length > mostTwins) {
        const action = 'name fewer twins, or a narrower model';
        throw limitExceeded('twins', `${twins.length} twins, at most ${mostTwins}`, action);
      }
      const item = await services.simulator.survival({
        graph: await graph.snapshot(),
        catalogue: (await groundOf(graph, services)).rooms.catalogue,
        ...(twins !== undefined && { twins }),
        ...(recovery != null && { recoverySeconds: recovery }),
        ...(stock != null && { stock }),
        signal: signal(),
      });
      return { graph, item };
    },
  }),
);
