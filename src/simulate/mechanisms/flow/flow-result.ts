/** What a flow came to, in terms of a flow model, whichever way it was solved. */

export interface FlowResult {
  /** By arc. */
  readonly flow: Float64Array;
  /** By conversion: what it makes. */
  readonly made: Float64Array;
  /** By demand. What one that does not work asks for counts as unmet. */
  readonly served: Float64Array;
  readonly unmet: Float64Array;
  /** Of all that flows, is given and made. */
  readonly cost: number;
  /** By place: what one more unit there would cost; NaN where more can only be had at another's loss. */
  readonly price: Float64Array;
  /** Why demand is not met, one for each part of the network that lacks something. */
  readonly shortfalls: readonly Shortfall[];
  /** What is full and would be of use if it were larger, the most useful first. */
  readonly bottlenecks: readonly Bottleneck[];
  /** Twins whose minimum flows cannot all be kept; they are left out then. */
  readonly unkept: readonly string[];
}

export interface Shortfall {
  /** Demands behind it that are not met, ascending. */
  readonly demands: readonly number[];
  /** What all demands behind it ask for, what can come to them at most, and the difference. */
  readonly asked: number;
  readonly through: number;
  readonly unmet: number;
  /** Whether capacities of the limits add up to `through`: a cut. */
  readonly isCut: boolean;
  /** What stands in the way: first what is out, then by capacity, then by id. */
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly twin: string;
  readonly node: number;
  readonly isOut: boolean;
  /** 0 of what is out. */
  readonly capacity: number;
  readonly unit: string | undefined;
}

/** What one more unit of a twin's capacity would do: a dual, right for small changes at best. */
export interface Bottleneck {
  readonly twin: string;
  readonly unit: string | undefined;
  /** Units of demand that it would serve. */
  readonly served: number;
  /** What it would save where it would serve no more. */
  readonly saved: number;
}
