/**
 * What the ensemble makes of one situation, kept for as long as its graph: forecasts of the same
 * revision, failures and steps share one run, also while it is under way. Called by the predictor.
 */
import { setImmediate } from 'node:timers/promises';
import type { Cause } from '../../model/forecast.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { declaredSteps } from '../declared-rule.ts';
import type { ForecastRequest } from '../predictor.ts';
import { defaultSteps, type Situation, situationOf } from '../situation.ts';
import { dependencyOnset, dependencyStress } from './dependency-stress.ts';
import { type Outlook, outlookOf } from './ensemble.ts';
import { featuresOf, type GraphFeatures, messagesOf } from './features.ts';
import type { ReadEnsemble } from './read-ensemble.ts';
import { networkView, type View, viewOf } from './view.ts';

export interface Prognosis {
  readonly situation: Situation;
  readonly view: View;
  readonly features: GraphFeatures;
  readonly outlook: Outlook;
  /** The causes found so far, by node; filled by `causesOf`. */
  readonly causes: Map<number, readonly Cause[]>;
}

/** Prognoses kept for each graph, fewer of a large one; the least recently asked for goes first. */
const maxKept = 8;
const maxKeptNodes = 50_000;

type Kept = Map<string, Promise<Prognosis>>;

/** Gives prognoses by one ensemble; throws as `situationOf` does. */
export function prognoses(read: ReadEnsemble): (request: ForecastRequest) => Promise<Prognosis> {
  const graphs = new WeakMap<TwinGraph, WeakMap<Catalogue, Kept>>();
  return (request) => {
    const kept = keptFor(graphs, request);
    const key = JSON.stringify([
      request.steps ?? defaultSteps,
      [...new Set(request.failed ?? [])].sort(),
    ]);
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = prognosisOf(read, situationOf(request));
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= Math.max(1, Math.min(maxKept, maxKeptNodes / request.graph.nodeCount)))
        break;
      kept.delete(oldest);
    }
    return made;
  };
}

function keptFor(
  graphs: WeakMap<TwinGraph, WeakMap<Catalogue, Kept>>,
  { graph, catalogue }: ForecastRequest,
): Kept {
  const byCatalogue = graphs.get(graph) ?? new WeakMap<Catalogue, Kept>();
  graphs.set(graph, byCatalogue);
  const kept: Kept = byCatalogue.get(catalogue) ?? new Map();
  byCatalogue.set(catalogue, kept);
  return kept;
}

async function prognosisOf(
  { checkpoint, ensemble }: ReadEnsemble,
  situation: Situation,
): Promise<Prognosis> {
  const { network, failed, awaited, nodes, steps } = situation;
  await setImmediate();
  const stress = dependencyStress(network);
  await setImmediate();
  const view = viewOf(networkView(stress), {
    ...dependencyOnset(network, failed),
    declared: declaredSteps(network, failed),
    awaitedAmong: awaited ? nodes.length : 0,
  });
  await setImmediate();
  const features = featuresOf([view], messagesOf(stress));
  await setImmediate();
  const { temperature } = checkpoint.calibration[awaited ? 'awaited' : 'failed'];
  const outlook = await outlookOf(ensemble, features, { steps, temperature });
  return { situation, view, features, outlook, causes: new Map() };
}
