/** Cities of streets at right angles: every few streets one is an arterial, some have a motorway. */
import type { RandomStream } from '../../../../src/model/random.ts';
import { between } from '../placed-graph.ts';
import { type PlannedRoad, type RoadClass, type RoadPlan, thinned } from './road-plan.ts';

export function gridCity(random: RandomStream, size: number): RoadPlan {
  const rows = Math.max(2, Math.round(Math.sqrt(size * between(random, 0.35, 1))));
  const columns = Math.max(2, Math.round(size / rows));
  const block = between(random, 0.3, 1);
  const jitter = random.uniform() < 0.5 ? 0 : 0.25 * block;
  const every = 2 + random.integer(4);
  const motorway = random.uniform() < 0.4 ? random.integer(rows) : -1;
  const at = (row: number, column: number) => row * columns + column;
  const [x, y] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  const roads: PlannedRoad[] = [];
  const kindOf = (street: number, isRow: boolean): RoadClass => {
    if (isRow && street === motorway) return 'motorway';
    return street % every === 0 ? 'arterial' : street % 2 === 0 ? 'collector' : 'local';
  };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      x[at(row, column)] = column * block + jitter * (random.uniform() - 0.5);
      y[at(row, column)] = row * block + jitter * (random.uniform() - 0.5);
      const a = at(row, column);
      if (column + 1 < columns) roads.push({ a, b: at(row, column + 1), kind: kindOf(row, true) });
      if (row + 1 < rows) roads.push({ a, b: at(row + 1, column), kind: kindOf(column, false) });
    }
  }
  const [gone, oneWay] = [between(random, 0, 0.2), random.integer(3) === 0 ? 0.4 : 0];
  return thinned(random, { x, y, roads }, { gone, oneWay });
}
