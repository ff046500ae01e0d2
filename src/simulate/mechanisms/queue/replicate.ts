/**
 * Runs a queue model several times, each with draws of its own, and gives confidence intervals.
 * Replication `r` of two models with the same seed shares its draws, so that their difference is
 * due to the models. For callers who need more than the single run that the mechanism makes.
 */
import { hashText, streamKey } from '../../../model/random.ts';
import { confidence, type Interval } from './confidence.ts';
import type { QueueModel } from './queue-model.ts';
import { QueueSimulation } from './queue-simulation.ts';
import { type QueueStatistics, statisticsOf } from './queue-statistics.ts';

export interface ReplicationOptions {
  readonly seed: number;
  readonly horizon: number;
  /** Seconds before the statistics begin; 0 by default. */
  readonly warmUp?: number;
  readonly replications: number;
  readonly maxEvents?: number;
}

/** What each replication came to. */
export function replicate(model: QueueModel, options: ReplicationOptions): QueueStatistics[] {
  const { seed, horizon, warmUp = 0, replications, maxEvents = 1e9 } = options;
  return Array.from({ length: replications }, (_, r) => {
    const simulation = new QueueSimulation(model, { seed: seedOf(seed, r), maxEvents });
    if (warmUp > 0) {
      simulation.run(warmUp);
      simulation.restart();
    }
    simulation.run(horizon, true);
    return statisticsOf(simulation);
  });
}

/** The interval of one figure over replications. */
export function intervalOf(
  runs: readonly QueueStatistics[],
  figure: (run: QueueStatistics) => number,
): Interval {
  return confidence(runs.map(figure));
}

/** The seed of a replication. */
function seedOf(seed: number, replication: number): number {
  return streamKey(seed >>> 0, hashText('replication'), replication);
}

export interface BatchOptions {
  readonly seed: number;
  readonly warmUp: number;
  readonly horizon: number;
  /** Batches of equal length that the time after the warm-up is cut into. */
  readonly batches: number;
}

/** One long run cut into batches, whose means are nearly independent when they are long. */
export function batchMeans(model: QueueModel, options: BatchOptions): QueueStatistics[] {
  const { seed, warmUp, horizon, batches } = options;
  const simulation = new QueueSimulation(model, { seed });
  simulation.run(warmUp);
  return Array.from({ length: batches }, (_, b) => {
    simulation.restart();
    simulation.run(warmUp + ((horizon - warmUp) * (b + 1)) / batches, b === batches - 1);
    return statisticsOf(simulation);
  });
}
