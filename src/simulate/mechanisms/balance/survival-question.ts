/** What is asked of the program of survival, of which places, and what its rows and columns stand for. */
import type { LinearProgram } from '../../../linear-program/linear-program.ts';
import type { SurvivalLimit } from '../../survival.ts';
import type { PipelineInput } from './survival-network.ts';

/** Places that the program decides on, with all that is downstream of them. */
export interface Region {
  readonly places: readonly number[];
  contains(place: number): boolean;
}

export interface RegionQuestion {
  /** Places (below `stores + supplies`) and lanes (from there on) that give and make nothing. */
  readonly out: ReadonlySet<number>;
  /** Whether places that are out lose what they have on hand. */
  readonly losesStock?: boolean;
  /** Periods over which the loss is sought; the longest time without loss where absent. */
  readonly periods?: number;
  /** Without any stock, over one period: how much of it can be served for ever. */
  readonly steady?: boolean;
}

/** What a row limits. */
export interface RegionRow {
  /** The place whose stock it is, else -1. */
  readonly place: number;
  readonly parts: readonly LimitPart[];
  /** Places beyond the region that what it allows comes from. */
  readonly beyond: readonly number[];
}

/** A resource that a row is made of. */
export interface LimitPart extends Omit<SurvivalLimit, 'secondsPerUnit'> {
  /** How much more the row allows for one unit more, by period where it is a capacity. */
  readonly scale: number;
}

export interface RegionProgram {
  readonly program: LinearProgram;
  /** By lane within the region: columns, and how much of each it carries. */
  readonly sent: ReadonlyMap<number, readonly Carried[]>;
  readonly making: readonly Making[];
  /** Columns of lost demand. */
  readonly lost: ReadonlyMap<number, number>;
  /** Columns of what may be lost: at most `rate` a period, at `value` a unit. */
  readonly losable: readonly Losable[];
  readonly rows: readonly RegionRow[];
}

export interface Carried {
  readonly column: number;
  readonly quantity: number;
}

/**
 * What a store makes, in steps: of the first it has all inputs under way, of each that follows one
 * input less. A step takes no less than those before it, so that it comes after them.
 */
export interface Making {
  /** The row of its stock, and those that limit all steps together. */
  readonly stock: number;
  readonly limits: readonly number[];
  /** One more than there are inputs. */
  readonly columns: readonly number[];
  /** In the order in which they run out. */
  readonly inputs: readonly PipelineInput[];
  /** By input. */
  readonly taking: readonly Taking[];
}

/** What an input is taken from: its source's row, or a row of its own that sources fill. */
export interface Taking {
  readonly row: number;
  readonly sources: readonly TakenFrom[];
}

/** A column that takes from a row; a row of -1 gives without limit. */
export interface TakenFrom {
  readonly column: number;
  readonly row: number;
}

export interface Losable {
  readonly column: number;
  readonly rate: number;
  readonly value: number;
}
