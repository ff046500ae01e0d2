/** Trips between zones by a gravity model: more between great ones, fewer between distant ones. */
import type { RandomStream } from '../../../../src/model/random.ts';
import type { Trips } from '../../../../src/simulate/mechanisms/congestion/road-network.ts';
import { between } from '../placed-graph.ts';
import type { ZonedRoads } from './road-links.ts';

/** Of no particular scale; about 1 a pair. */
export function gravityTrips(random: RandomStream, { zones }: ZonedRoads): Trips[] {
  const centre = {
    x: zones.reduce((sum, { x }) => sum + x, 0) / zones.length,
    y: zones.reduce((sum, { y }) => sum + y, 0) / zones.length,
  };
  const away = (a: { x: number; y: number }, b: { x: number; y: number }) =>
    Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
  const spread = zones.reduce((sum, zone) => sum + away(zone, centre), 0) / zones.length || 1;
  const pull = between(random, 0, 1.5);
  const [makes, draws] = [0, 1].map((side) =>
    zones.map((zone) =>
      Math.exp(0.7 * random.normal() - (side * pull * away(zone, centre)) / spread),
    ),
  ) as [number[], number[]];
  const steepness = between(random, 0, 2);
  const kept = random.uniform() < 0.5 ? 1 : between(random, 0.2, 1);
  return zones.flatMap((from, i) =>
    zones.flatMap((to, j) => {
      const draw = random.uniform();
      if (i === j || draw > kept) return [];
      const trips =
        (makes[i] as number) *
        (draws[j] as number) *
        Math.exp((-steepness * away(from, to)) / spread);
      return [{ from: from.node, to: to.node, trips }];
    }),
  );
}
