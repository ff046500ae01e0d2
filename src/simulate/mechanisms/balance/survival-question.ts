/** What is asked of the program of survival, of which places, and what its rows stand for. */
import type { SurvivalLimit } from '../../survival.ts';

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
