/** The parts of a cascade's run: what is to be done, what runs, and where it is given up. */
import { LinchpinError } from '../../../model/errors.ts';
import type { Ride } from './cascade-values.ts';
import type { SupportState } from './support-state.ts';

/** Beyond this many events a run is given up. */
export const maxEvents = 5_000_000;

/**
 * Something to be done: a failure begins or ends, others can no more count on a node or can again,
 * a rider's time is up, a restart is complete.
 */
export interface Task {
  readonly kind: 'fail' | 'repair' | 'withhold' | 'release' | 'rideEnds' | 'restart';
  readonly node: number;
  readonly step: number;
}

/** A running timer of a node, and the step at which it was set. */
export interface Timer {
  readonly at: number;
  readonly step: number;
}

/** What begins at an instant: nodes and their steps. */
export interface Causes {
  readonly losses: Map<number, number>;
  readonly gains: Map<number, number>;
  /** Nodes that others can no more count on, and those they can again. */
  readonly withheld: Map<number, number>;
  readonly released: Map<number, number>;
  /** The rides that end, by node. */
  readonly rides: Map<number, Ride>;
  readonly rewired: boolean;
  /** Whether nobody rides, as after a long time. */
  readonly settled: boolean;
}

/** An instant at which nothing has begun yet. */
export function noCauses(): Causes {
  const [losses, gains, withheld] = [new Map(), new Map(), new Map()];
  const [released, rides] = [new Map(), new Map()];
  return { losses, gains, withheld, released, rides, rewired: false, settled: false };
}

/** How one network became another. */
export interface Rewiring {
  readonly nodeAfter: (node: number) => number;
  readonly settled?: boolean;
}

/** The lowest step among a node's supports, 0 where none has one. */
export function lowestStep(
  state: SupportState,
  node: number,
  steps: ReadonlyMap<number, number>,
): number {
  const { groupOffsets, supportOffsets, supportNode } = state.network;
  let lowest = Number.POSITIVE_INFINITY;
  for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
    for (let s = supportOffsets[g] as number; s < (supportOffsets[g + 1] as number); s++) {
      lowest = Math.min(lowest, steps.get(supportNode[s] as number) ?? Number.POSITIVE_INFINITY);
    }
  }
  return lowest === Number.POSITIVE_INFINITY ? 0 : lowest;
}

/** The error of a run that would report more than anyone can read. */
export function tooManyEvents(time: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'horizonSeconds',
    message: `the cascade has more than ${maxEvents} events by ${time} s`,
    expected: 'delays that are not tiny beside the horizon',
    action: 'shorten the horizon or lengthen the delays of the twins that fail in turn',
  });
}
