/**
 * What each axis of a sweep does to a figure by itself: the mean over all cases of each position,
 * or for drawn variables their correlation with it. Called by the API.
 */
import type { Json } from '../../model/json.ts';
import { Moments } from '../../statistics/moments.ts';
import { drawsOf } from './draws.ts';
import type { ReadySweep, Sweep } from './sweep.ts';
import type { AxisDefinition } from './sweep-definition.ts';

export interface AxisEffect {
  readonly axis: string;
  readonly positions: readonly PositionEffect[];
  /** Largest less smallest mean of a position; 0 for drawn variables. */
  readonly range: number;
  readonly variables: readonly VariableEffect[];
}

export interface PositionEffect {
  readonly label: string;
  /** Of the figure and of its difference from the base, over the cases of the position. */
  readonly mean: number;
  readonly difference: number;
  readonly cases: number;
}

export interface VariableEffect {
  readonly name: string;
  /** Pearson's, between the draws and the figure; 0 where one of the two never varies. */
  readonly correlation: number;
}

/** Positions of an axis with more than these are not listed. */
const mostPositions = 1000;

/** Over the cases that are done; none for a figure that the sweep does not keep. */
export function axisEffects(sweep: Sweep, kpi: string): AxisEffect[] {
  const column = sweep.columnOf(kpi);
  if (sweep.ready === undefined || column < 0) return [];
  const { setup } = sweep.ready;
  return setup.axes.map((definition, axis) =>
    'samples' in definition
      ? sampleEffect(sweep, column, { definition, axis })
      : positionEffects(sweep, column, axis),
  );
}

function positionEffects(sweep: Sweep, column: number, axis: number): AxisEffect {
  const { space } = sweep.ready as ReadySweep;
  const made = space.axes[axis] as (typeof space.axes)[number];
  const listed = made.size <= mostPositions ? made.size : 0;
  const moments = Array.from({ length: listed }, () => [new Moments(), new Moments()] as const);
  if (listed > 0) {
    eachCase(sweep, column, (row, mean, difference) => {
      const [own, change] = moments[
        space.positions(row)[axis] as number
      ] as (typeof moments)[number];
      own.add(mean);
      change.add(difference);
    });
  }
  const positions = moments.map(([own, change], index) => ({
    label: made.at(index).label,
    mean: own.mean,
    difference: change.mean,
    cases: own.count,
  }));
  const means = positions.filter(({ cases }) => cases > 0).map(({ mean }) => mean);
  const range = means.length === 0 ? 0 : Math.max(...means) - Math.min(...means);
  return { axis: made.name, positions, range, variables: [] };
}

interface Sampled {
  readonly definition: Extract<AxisDefinition, { samples: unknown }>;
  readonly axis: number;
}

function sampleEffect(sweep: Sweep, column: number, { definition, axis }: Sampled): AxisEffect {
  const { space } = sweep.ready as ReadySweep;
  const { variables } = definition.samples;
  const draws = drawsOf(definition.samples, sweep.definition.scenario.seed);
  const sums = variables.map(() => new Correlation());
  eachCase(sweep, column, (row, mean) => {
    const values = draws(space.positions(row)[axis] as number);
    sums.forEach((sum, i) => {
      sum.add(numberOf(values[i] as Json), mean);
    });
  });
  return {
    axis: space.axes[axis]?.name ?? '',
    positions: [],
    range: 0,
    variables: variables.map(({ twin, property }, i) => ({
      name: `${twin}/${property}`,
      correlation: sums[i]?.value ?? 0,
    })),
  };
}

function numberOf(value: Json): number {
  return typeof value === 'number' ? value : Number(value === true);
}

function eachCase(
  sweep: Sweep,
  column: number,
  visit: (row: number, mean: number, difference: number) => void,
): void {
  const { table } = sweep.ready as ReadySweep;
  const base = sweep.base[0]?.[column] ?? 0;
  for (let row = 0; row < sweep.next; row++) {
    if (table.counts[row] === 0) continue;
    const { mean, difference } = table.figure(row, column, base);
    visit(row, mean, difference);
  }
}

/** Pearson's correlation of pairs as they come. */
class Correlation {
  readonly #x = new Moments();
  readonly #y = new Moments();
  #products = 0;

  add(x: number, y: number): void {
    const before = x - this.#x.mean;
    this.#x.add(x);
    this.#y.add(y);
    this.#products += before * (y - this.#y.mean);
  }

  get value(): number {
    const spread = Math.sqrt(this.#x.variance * this.#y.variance);
    return spread === 0 ? 0 : this.#products / (this.#x.count - 1) / spread;
  }
}
