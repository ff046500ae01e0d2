/** Cities of rings and spokes round a centre. */
import type { RandomStream } from '../../../../src/model/random.ts';
import { between } from '../placed-graph.ts';
import { type PlannedRoad, type RoadPlan, thinned } from './road-plan.ts';

export function radialRing(random: RandomStream, size: number): RoadPlan {
  const spokes = Math.max(4, Math.round(Math.sqrt(size * between(random, 0.8, 3))));
  const rings = Math.max(2, Math.round((size - 1) / spokes));
  const count = rings * spokes + 1;
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  const step = between(random, 0.4, 1.5);
  const growth = between(random, 1, 1.25);
  const motorway = rings > 2 && random.uniform() < 0.6 ? 2 + random.integer(rings - 1) : -1;
  const every = 1 + random.integer(3);
  const at = (ring: number, spoke: number) => 1 + (ring - 1) * spokes + (spoke % spokes);
  const roads: PlannedRoad[] = [];
  for (let ring = 1, radius = 0; ring <= rings; ring++) {
    radius += step * growth ** (ring - 1);
    for (let spoke = 0; spoke < spokes; spoke++) {
      const angle = (2 * Math.PI * (spoke + 0.15 * random.normal())) / spokes;
      const a = at(ring, spoke);
      x[a] = radius * Math.cos(angle);
      y[a] = radius * Math.sin(angle);
      const around = ring === motorway ? 'motorway' : ring % 2 === 0 ? 'arterial' : 'local';
      roads.push({ a, b: at(ring, spoke + 1), kind: around });
      const inner = ring === 1 ? 0 : at(ring - 1, spoke);
      roads.push({ a, b: inner, kind: spoke % every === 0 ? 'arterial' : 'collector' });
    }
  }
  return thinned(random, { x, y, roads }, { gone: between(random, 0, 0.15), oneWay: 0 });
}
