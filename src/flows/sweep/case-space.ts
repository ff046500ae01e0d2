/**
 * All cases of a sweep: the product of its axes, read by index; the last axis turns first. Holds
 * nothing but the axes, be it for 10^12 cases.
 */
import type { Edit } from '../../model/scenario.ts';
import { type Axis, axisOf, type Position } from './axis.ts';
import type { AxisDefinition } from './sweep-definition.ts';

export interface SweepCase {
  readonly index: number;
  /** One for each axis. */
  readonly labels: readonly string[];
  readonly edits: readonly Edit[];
}

export class CaseSpace {
  readonly axes: readonly Axis[];
  /** How many cases there are; no longer exact above 2^53. */
  readonly size: number;

  constructor(axes: readonly AxisDefinition[], seed: number) {
    this.axes = axes.map((axis) => axisOf(axis, seed));
    this.size = this.axes.reduce((product, { size }) => product * size, 1);
  }

  /** The position of a case on each axis. */
  positions(index: number): number[] {
    const positions = new Array<number>(this.axes.length);
    let left = index;
    for (let axis = this.axes.length - 1; axis >= 0; axis--) {
      const { size } = this.axes[axis] as Axis;
      positions[axis] = left % size;
      left = Math.floor(left / size);
    }
    return positions;
  }

  at(index: number): SweepCase {
    const found = this.#found(index);
    return { index, labels: found.map(({ label }) => label), edits: joined(found) };
  }

  /** The edits alone. */
  editsAt(index: number): readonly Edit[] {
    return joined(this.#found(index));
  }

  #found(index: number): Position[] {
    return this.positions(index).map((position, axis) => (this.axes[axis] as Axis).at(position));
  }
}

function joined(positions: readonly Position[]): readonly Edit[] {
  const [first] = positions;
  if (first !== undefined && positions.length === 1) return first.edits;
  return positions.flatMap(({ edits }) => edits);
}
