/** What a network comes to at one moment. Made for given and optimal dispatch; told by findings and outputs. */
import type { Conflict } from './dispatch-problem.ts';
import type { CascadeRound } from './overload-cascade.ts';
import type { PowerCase } from './power-case.ts';

export interface PowerSolution {
  readonly laid: PowerCase;
  /** By node of the model: 1 when no source reaches it, or it does not work. */
  readonly dark: Uint8Array;
  /** Radians by node of the model. */
  readonly angles: Float64Array;
  /** Megawatt by line, from its first end to its second. */
  readonly flows: Float64Array;
  /** Megawatt by source. */
  readonly generation: Float64Array;
  /** Megawatt by load. */
  readonly served: Float64Array;
  /** Lines that tripped, round by round. */
  readonly rounds: readonly CascadeRound[];
  /** Cost per hour, where sources have costs. */
  readonly cost?: number;
  readonly optimal?: Optimum;
}

export interface Optimum {
  /** By node of the model: cost of one more megawatt. */
  readonly prices: Float64Array;
  /** Lines at a limit that costs something, the dearest first. */
  readonly binding: readonly {
    readonly line: number;
    readonly limit: 'capacity' | 'angle';
    readonly value: number;
  }[];
  readonly conflict?: Conflict;
}
