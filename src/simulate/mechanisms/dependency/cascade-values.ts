/** What goes into a cascade of failures and what comes out of it. */

/** A node out of service of itself, from one time until another, in seconds. */
export interface NodeFailure {
  readonly node: number;
  readonly from: number;
  /** Never by default. */
  readonly until?: number;
  /** The step it counts as; 0 by default. */
  readonly step?: number;
}

/** The end of a failure that `network.failed` begins with. */
export interface NodeRepair {
  readonly node: number;
  /** Seconds. */
  readonly at: number;
}

export interface CascadeEvent {
  readonly node: number;
  /** Seconds. */
  readonly time: number;
  /** Rounds since the failure or repair that set it off, over all instants; 0 for that itself. */
  readonly step: number;
  /** Whether the node works from now on. */
  readonly works: boolean;
  /** Indexes of the supports whose loss (or return) made it so; none for step 0. */
  readonly causes: readonly number[];
  /** Where none of its supports failed before it: the nearest node that did, further off. */
  readonly origins?: readonly number[];
  /** The ride whose end made it so. */
  readonly ride?: Ride;
}

/** A node that goes on for a while without support; nothing began it where the network changed. */
export interface Ride {
  readonly node: number;
  /** The nodes whose failure began it. */
  readonly origins: readonly number[];
  /** Rides whose end began it, of nodes that work on because this one rides. */
  readonly after: readonly Ride[];
}
