/** `Graph.forecast`: which twins a predictor expects to fail, when and why. */
import { z } from 'zod';
import { explainForecast, type ForecastOptions, rankForecast } from '../../flows/forecast.ts';
import type { Calibration, Cause, Forecast, TwinForecast } from '../../model/forecast.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { keyOrdering } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import { builder } from '../builder.ts';
import { type Connection, connection, pageRequest } from '../connection.ts';
import type { GraphView } from '../graph-view.ts';
import { defaultPage } from '../limits.ts';
import { Graph } from './graph.ts';
import { Interval } from './interval.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

/** A part of a forecast and the snapshot it was made on. */
interface On<T> {
  readonly graph: GraphView;
  readonly snapshot: TwinGraph;
  readonly item: T;
}

const RiskCause = builder.objectRef<On<Cause>>('RiskCause').implement({
  description: 'One reason for the risk of a twin.',
  fields: (t) => ({
    twin: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin the risk comes from; the twin itself when it is in trouble by itself.',
      resolve: ({ graph, snapshot, item }) => {
        const twin = snapshot.twin(item.twin);
        return twin && { graph, twin };
      },
    }),
    relationship: t.field({
      type: Relationship,
      nullable: true,
      description: 'The relationship over which the risk arrives; null for the twin itself.',
      resolve: ({ graph, snapshot, item }) => {
        const relationship = item.relationship && snapshot.relationship(item.relationship);
        return relationship && { graph, relationship };
      },
    }),
    weight: t.float({
      description:
        "Share of the twin's risk that goes with this cause, 0 to 1: what would be gone if the cause could not fail. Where several must fail together, so that none alone makes a difference: its share of the risk among the twin's supports.",
      resolve: ({ item }) => item.weight,
    }),
  }),
});

/** What is expected of a twin; its causes are sought for the whole page when first asked for. */
interface OnTwin extends On<TwinForecast> {
  readonly explained: () => Promise<ReadonlyMap<string, readonly Cause[]>>;
}

const TwinRisk = builder.objectRef<OnTwin>('TwinForecast').implement({
  description: 'What is expected of one twin.',
  fields: (t) => ({
    twin: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin.',
      resolve: ({ graph, snapshot, item }) => {
        const twin = snapshot.twin(item.twin);
        return twin && { graph, twin };
      },
    }),
    probability: t.float({
      description: 'Probability that it fails within the steps looked ahead, 0 to 1.',
      resolve: ({ item }) => item.probability,
    }),
    interval: t.field({
      type: Interval,
      description: 'Between which bounds the probability is held to lie.',
      resolve: ({ item }) => item.interval,
    }),
    step: t.float({
      description: 'Expected number of steps until it fails, if it does; 0 when it has failed now.',
      resolve: ({ item }) => item.step,
    }),
    causes: t.field({
      type: [RiskCause],
      description:
        'Where its risk comes from, the heaviest first; empty for a twin that has failed now or that no failure reaches.',
      resolve: async ({ item, explained, ...on }) => {
        const causes = (await explained()).get(item.twin) ?? [];
        return causes.map((cause) => ({ ...on, item: cause }));
      },
    }),
  }),
});

const CalibrationType = builder.objectRef<Calibration>('Calibration').implement({
  description: 'How the probabilities were adjusted, and how far off they were on held-out cases.',
  fields: (t) => ({
    method: t.exposeString('method', { description: 'none, temperature or isotonic.' }),
    error: t.exposeFloat('error', {
      nullable: true,
      description: 'Expected calibration error on held-out scenarios, 0 to 1.',
    }),
    scenarios: t.exposeInt('scenarios', {
      nullable: true,
      description: 'On how many held-out scenarios that was measured.',
    }),
  }),
});

/** By falling probability, ties by id: the order in which forecasts come. */
const byRisk = keyOrdering<TwinForecast>(
  'forecast',
  ({ probability }) => -probability,
  ({ twin }) => twin,
);

type ForecastPage = Connection<OnTwin> & { readonly forecast: Forecast };

const ForecastConnection = builder.connectionObject(
  {
    type: TwinRisk,
    name: 'ForecastConnection',
    description: 'A forecast: the twins by falling probability, and what it was made with.',
    fields: (t) => ({
      revision: t.field({
        type: 'Revision',
        description: 'The revision of the graph that was looked at.',
        resolve: (page) => forecastOf(page).revision,
      }),
      modelVersion: t.string({
        description: 'The predictor and its version.',
        resolve: (page) => forecastOf(page).modelVersion,
      }),
      calibration: t.field({
        type: CalibrationType,
        description: 'How far its probabilities can be trusted.',
        resolve: (page) => forecastOf(page).calibration,
      }),
      failed: t.idList({
        description: 'Ids of the twins that have failed now, from which risk spreads.',
        resolve: (page) => [...forecastOf(page).failed],
      }),
    }),
  },
  { name: 'ForecastEdge', description: 'What is expected of one twin of a page.' },
);

/** The forecast a page was cut from; the field below puts it there. */
function forecastOf(page: object): Forecast {
  return (page as ForecastPage).forecast;
}

/** Begins when first called, and gives every caller the same. */
function once<T>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= begin();
    return begun;
  };
}

builder.interfaceField(Graph, 'forecast', (t) =>
  t.connection(
    {
      type: TwinRisk,
      description: 'Which twins are expected to fail next, by falling probability.',
      complexity: ({ first, last }) => ({ field: 500, multiplier: first ?? last ?? defaultPage }),
      args: {
        failed: t.arg.idList({
          description: 'Twins to take as failed, beside those that are out of operation now.',
        }),
        steps: t.arg.int({
          description: 'How many steps to look ahead: 1 to 64, 16 by default.',
          validate: z.int().min(1).max(64).nullish(),
        }),
        twins: t.arg.idList({
          description:
            'Only these twins, each of them; the risk of each counts all others. One that no failure reaches has probability 0.',
        }),
        model: t.arg.id({ description: 'Only twins of this model and its subtypes.' }),
      },
      resolve: async (graph, { failed, steps, twins, model, ...page }, { services }) => {
        const { store, predictor } = services;
        const snapshot = await graph.snapshot();
        const rooms = { snapshot, catalogue: store.catalogue(), predictor };
        const options: ForecastOptions = {
          ...(failed != null && { failed }),
          ...(steps != null && { steps }),
          ...(twins != null && { twins }),
          ...(model != null && { models: [model] }),
        };
        const forecast = await rankForecast(rooms, options);
        const cut = pageOf(forecast.twins, byRisk, pageRequest(page));
        const explained = once(() => explainForecast(rooms, options, cut.items));
        return { ...connection(cut, (item) => ({ graph, snapshot, item, explained })), forecast };
      },
    },
    ForecastConnection,
  ),
);
