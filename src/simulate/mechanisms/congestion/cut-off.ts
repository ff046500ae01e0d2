/**
 * Which trips find no way, by zone, and which closed roads are to blame. Used by the congestion
 * mechanism for its troubles and findings.
 */
import type { RoadModel } from './road-model.ts';

/** Trips of a zone, those that begin and those that end there, vehicles an hour. */
export interface ZoneTrips {
  readonly place: number;
  readonly asked: number;
  readonly unserved: number;
}

/** The zones with trips that find no way, those with the most first. */
export function zonesShortOfTrips({ network }: RoadModel, unserved: Float64Array): ZoneTrips[] {
  const asked = new Float64Array(network.nodeCount);
  const missed = new Float64Array(network.nodeCount);
  const add = (place: number, pair: number) => {
    asked[place] = (asked[place] as number) + (network.trips[pair] as number);
    missed[place] = (missed[place] as number) + (unserved[pair] as number);
  };
  for (let origin = 0; origin < network.origins.length; origin++) {
    const end = network.firstPair[origin + 1] as number;
    for (let pair = network.firstPair[origin] as number; pair < end; pair++) {
      add(network.origins[origin] as number, pair);
      add(network.destination[pair] as number, pair);
    }
  }
  const zones = Array.from(missed, (trips, place) => ({
    place,
    asked: asked[place] as number,
    unserved: trips,
  }));
  return zones
    .filter((zone) => zone.unserved > 0)
    .sort((a, b) => b.unserved - a.unserved || a.place - b.place);
}

/**
 * The closed links at the edge of what can be reached from a place, or from where it can be
 * reached: opening none of them leaves it as cut off as it is. Ascending.
 */
export function closedAround(model: RoadModel, place: number, closed: Uint8Array): number[] {
  const { linkCount, from, to } = model.network;
  const edge = new Set<number>();
  for (const [near, far] of [
    [from, to],
    [to, from],
  ] as const) {
    const reached = reachedFrom(model, place, { near, far, closed });
    for (let link = 0; link < linkCount; link++) {
      const isEdge = reached[near[link] as number] === 1 && reached[far[link] as number] === 0;
      if (isEdge && closed[link] === 1) edge.add(link);
    }
  }
  return [...edge].sort((a, b) => a - b);
}

interface Direction {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly closed: Uint8Array;
}

/** By node: 1 where open links lead to, in sweeps until none is new. */
function reachedFrom({ network }: RoadModel, place: number, way: Direction): Uint8Array {
  const { near, far, closed } = way;
  const reached = new Uint8Array(network.nodeCount);
  reached[place] = 1;
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (let link = 0; link < network.linkCount; link++) {
      const [a, b] = [near[link] as number, far[link] as number];
      if (closed[link] === 1 || reached[a] !== 1 || reached[b] === 1) continue;
      if (a !== place && network.passable[a] !== 1) continue;
      reached[b] = 1;
      isNew = true;
    }
  }
  return reached;
}
