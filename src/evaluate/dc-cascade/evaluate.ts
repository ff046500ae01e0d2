/**
 * `linchpin evaluate dc-cascade`: two lines out on the grid of a case file at several moments, which
 * lines then trip and when, by the predictor and by every baseline, and how quickly it says so.
 */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import type { SpreadPredictor } from '../../predict/gnn/spread-predictor.ts';
import { type Contender, contenders } from '../baselines/contenders.ts';
import type { TaskBaselines } from '../baselines/fitted-baselines.ts';
import {
  type Evaluation,
  type Figures,
  finiteFigures,
  type Progress,
  secondsSince,
} from '../evaluation.ts';
import { precisionInterval } from '../metrics/precision-interval.ts';
import { failingShare, spreadFigures } from '../metrics/spread-figures.ts';
import { predicted, type Said } from '../said.ts';
import { type CaseMoment, caseMoments, caseName, judgedSeed } from './case-moments.ts';

export interface DcCascadeContest {
  readonly predictor: SpreadPredictor;
  readonly baselines: TaskBaselines;
  readonly progress?: Progress;
  /** Moments of the grid; 8 by default, fewer of a large one. */
  readonly moments?: number;
}

/** Milliseconds over all moments. */
interface Times {
  simulator: number;
  predictor: number;
}

/** What was seen and said so far. */
interface Tally {
  readonly outcomes: Outcome[];
  readonly predicted: Said[];
  readonly rows: Map<string, Said[]>;
  readonly times: Times;
}

/** Throws BAD_USER_INPUT for a file without a network that can be dispatched. */
export async function evaluateDcCascade(
  path: string,
  { predictor, baselines, progress = () => {}, moments }: DcCascadeContest,
): Promise<Evaluation> {
  const began = performance.now();
  const all = contenders(baselines);
  const tally: Tally = {
    outcomes: [],
    predicted: [],
    rows: new Map(all.map(({ name }) => [name, []])),
    times: { simulator: 0, predictor: 0 },
  };
  let [count, lines] = [0, 0];
  const drawn = { seed: judgedSeed, ...(moments !== undefined && { moments }) };
  for await (const seen of caseMoments(path, drawn)) {
    progress(`moment ${++count}`);
    lines = seen.sample.network.elementCount;
    await addMoment(tally, seen, { predictor, all });
  }
  const ap = precisionInterval(
    tally.predicted.map(({ scores }, i) => ({ scores, outcome: tally.outcomes[i] as Outcome })),
  );
  return {
    task: 'dc-cascade',
    graph: caseName(path),
    modelVersion: predictor.modelVersion,
    predictor: finiteFigures({
      ...figuresOf(tally.predicted, tally.outcomes),
      speedup: tally.times.simulator / tally.times.predictor,
    }),
    baselines: Object.fromEntries(
      [...tally.rows].map(([name, said]) => [name, figuresOf(said, tally.outcomes)]),
    ),
    intervals: ap.every(Number.isFinite) ? { ap } : {},
    sizes: { moments: count, lines, ...sizesOf(tally) },
    seconds: secondsSince(began),
  };
}

async function addMoment(
  { outcomes, predicted: said, rows, times }: Tally,
  moment: CaseMoment,
  { predictor, all }: { readonly predictor: SpreadPredictor; readonly all: readonly Contender[] },
): Promise<void> {
  const { network, onsets } = moment.sample;
  outcomes.push(...moment.sample.outcomes);
  said.push(...(await predicted(predictor, moment.sample)));
  await race(times, moment, predictor);
  for (const { name, says } of all)
    rows.get(name)?.push(...onsets.map((onset) => says(network, onset)));
}

/**
 * The simulator and the predictor by turns, on the same onsets, both having run before. The stress
 * after the outage is given to the predictor: that one flow solution is not in its time.
 */
async function race(
  times: Times,
  { sample: { network, onsets }, stress: { cascade } }: CaseMoment,
  predictor: SpreadPredictor,
): Promise<void> {
  const seeds = onsets.map(({ failed }) => [...failed.keys()].filter((line) => failed[line] === 1));
  const began = performance.now();
  for (const lost of seeds) cascade.run(lost);
  const between = performance.now();
  await predictor.forecast(network, onsets);
  times.simulator += between - began;
  times.predictor += performance.now() - between;
}

function figuresOf(said: readonly Said[], outcomes: readonly Outcome[]): Figures {
  return finiteFigures({ ...spreadFigures(said, outcomes) });
}

function sizesOf({ outcomes, times }: Tally): Figures {
  const failing = outcomes.reduce((sum, outcome) => {
    return sum + outcome.reduce((count, step) => count + (step > 0 ? 1 : 0), 0);
  }, 0);
  return {
    cascades: outcomes.length,
    failures: failing,
    stateErrorOfNothing: failingShare(outcomes),
    simulatorSeconds: times.simulator / 1000,
    predictorSeconds: times.predictor / 1000,
  };
}
