/** The walk of a prediction: a snapshot goes to the predictor, and what was asked for comes back. */
import { LinchpinError } from '../model/errors.ts';
import type { Cause, Forecast, TwinForecast } from '../model/forecast.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { Predictor } from '../predict/predictor.ts';

/** What a forecast is made of. */
export interface ForecastRooms {
  readonly snapshot: TwinGraph;
  readonly catalogue: Catalogue;
  readonly predictor: Predictor;
}

/** What a planner asks of a forecast. */
export interface ForecastOptions {
  /** Twins taken as failed, beside those that are out of operation. */
  readonly failed?: readonly string[];
  /** Steps to look ahead, 1 … 64; 16 by default. */
  readonly steps?: number;
  /**
   * Only these twins, each of them: one that no failure reaches has probability 0 and no causes.
   * `NOT_FOUND` for one that is not in the graph.
   */
  readonly twins?: readonly string[];
  /** Only twins of these models and their subtypes; `NOT_FOUND` for an unknown one. */
  readonly models?: readonly string[];
  /** Only the riskiest of these, that many. */
  readonly first?: number;
}

/**
 * The forecast of the whole graph, cut down to what was asked for and without causes; the predictor
 * sees all of it.
 */
export async function rankForecast(
  { snapshot, catalogue, predictor }: ForecastRooms,
  options: ForecastOptions,
): Promise<Forecast> {
  const wanted = filterOf(snapshot, catalogue, options);
  const { first, twins } = options;
  if (first !== undefined && !(Number.isInteger(first) && first >= 0)) throw badFirst(first);
  const forecast = await predictor.forecast({
    graph: snapshot,
    catalogue,
    ...situationIn(options),
    ...(twins !== undefined && { twins }),
    causes: false,
  });
  return { ...forecast, twins: forecast.twins.filter(({ twin }) => wanted(twin)).slice(0, first) };
}

/** The causes of some twins of a forecast with these options, by id. */
export async function explainForecast(
  { snapshot, catalogue, predictor }: ForecastRooms,
  options: ForecastOptions,
  ranked: readonly TwinForecast[],
): Promise<ReadonlyMap<string, readonly Cause[]>> {
  if (ranked.length === 0) return new Map();
  const twins = ranked.map(({ twin }) => twin);
  const request = { graph: snapshot, catalogue, ...situationIn(options), twins };
  const explained = await predictor.forecast(request);
  return new Map(explained.twins.map(({ twin, causes }) => [twin, causes]));
}

function situationIn({ failed, steps }: ForecastOptions) {
  return { ...(failed !== undefined && { failed }), ...(steps !== undefined && { steps }) };
}

/** Which models are wanted; checks what is named before the work begins. */
function filterOf(
  snapshot: TwinGraph,
  catalogue: Catalogue,
  { twins, models }: ForecastOptions,
): (twin: string) => boolean {
  for (const twin of twins ?? []) {
    if (snapshot.indexOf(twin) < 0) throw notFound(`twins/${twin}`, 'no twin has this id');
  }
  for (const model of models ?? []) {
    if (catalogue.interface(model) === undefined) {
      throw notFound(`models/${model}`, 'no model has this id');
    }
  }
  const kinds = models && new Set(models.flatMap((model) => [...catalogue.subtypes(model)]));
  return (twin) => kinds === undefined || kinds.has(snapshot.twin(twin)?.model ?? '');
}

function notFound(where: string, message: string): LinchpinError {
  const action = 'check the spelling, or leave it out for all';
  return new LinchpinError({ code: 'NOT_FOUND', where, message, action });
}

function badFirst(first: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'first',
    message: `${first} is not a number of twins`,
    expected: 'a whole number from 0 on',
  });
}
