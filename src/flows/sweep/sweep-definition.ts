/**
 * A sweep as a value: which variations of a scenario to run, and what to know of them. Its hash is
 * the id of the job that runs it. Made by `startSweep`; plain JSON, so that it can be kept.
 */
import type { Json } from '../../model/json.ts';
import type { Edit, Scenario } from '../../model/scenario.ts';
import type { Predicate } from '../../query/query.ts';

export interface SweepDefinition {
  /** What every case begins with; also the base that they are compared with. */
  readonly scenario: Scenario & { readonly models: string };
  /** Each case is one position of every axis; the edits of the first axis come first. */
  readonly axes: readonly AxisDefinition[];
  /** Names of the key figures to keep; all that the base and the first and last case have by default. */
  readonly kpis?: readonly string[];
  /** Runs of each case, replication r with the r-th seed after the scenario's; 10 where anything is random. */
  readonly replications?: number;
  /** Instead: until the difference from the base is known so well. */
  readonly precision?: Precision;
  /** Instead: until the best cases are known. */
  readonly best?: BestCases;
}

export interface Precision {
  readonly kpi: string;
  /** Half the width of the 95 % interval of the difference, above 0; in the unit of the figure. */
  readonly halfWidth: number;
  /** Replications of a case at most, 10 … 100,000; 1,000 by default. */
  readonly most?: number;
}

export interface BestCases {
  readonly kpi: string;
  /** How many are wanted; 1 by default. */
  readonly top?: number;
  /** The worst ones instead, such as the removals that hurt most; false by default. */
  readonly worst?: boolean;
  /** Of naming the right ones, above 0.5 and below 1; 0.95 by default. */
  readonly probability?: number;
  /** With `top` 1: a difference that matters, above 0; the guarantee of Kim and Nelson then holds. */
  readonly indifference?: number;
  /** Replications of a case at most, 10 … 100,000; 1,000 by default. */
  readonly most?: number;
}

/** One dimension of a sweep. */
export type AxisDefinition =
  /** A property that takes one value after the other. */
  | { readonly values: OfProperty & { readonly values: readonly Json[] } }
  /** A property that is multiplied by one factor after the other. */
  | { readonly factors: OfProperty & { readonly factors: readonly number[] } }
  /** Alternatives, each with its edits. */
  | { readonly choices: { readonly name?: string; readonly choices: readonly Choice[] } }
  /** One twin after the other is out: N-1. */
  | { readonly removals: Removals }
  /** Two twins at a time are out: N-2. */
  | { readonly pairs: Pairs }
  /** Properties that are drawn at random, together. */
  | { readonly samples: Samples };

export interface OfProperty {
  readonly twin: string;
  readonly property: string;
}

export interface Choice {
  readonly label: string;
  readonly edits: readonly Edit[];
}

export interface Removals {
  /** Ids. */
  readonly twins?: readonly string[];
  /** Where no ids are given: all twins of a model, and of those the ones that hold this. */
  readonly model?: string;
  /** Read by `judgedSweep`, which puts the ids in its place. */
  readonly where?: Predicate;
  /** `outage` by default: the twin is there and does nothing. `removal`: it is not there. */
  readonly by?: 'outage' | 'removal';
  /** Of an outage, in seconds after the start; as in `Outage`. */
  readonly from?: number;
  readonly until?: number;
}

export interface Pairs extends Removals {
  /** Run every pair, also those that cannot interact; false by default. */
  readonly exhaustive?: boolean;
  /** The pairs that are run, by position among the twins; set when a sweep is prepared. */
  readonly chosen?: readonly (readonly [number, number])[];
}

export interface Samples {
  /** How many draws of all variables together. */
  readonly count: number;
  /** `random` by default; `latinHypercube`: each variable once in each of `count` equal strata. */
  readonly method?: 'random' | 'latinHypercube';
  readonly variables: readonly Variable[];
}

export interface Variable extends OfProperty {
  /** What the draw is for the property: `value` by default. */
  readonly as?: 'value' | 'factor';
  readonly distribution: Distribution;
}

export type Distribution =
  | { readonly normal: { readonly mean: number; readonly standardDeviation: number } }
  | { readonly uniform: { readonly low: number; readonly high: number } }
  | { readonly triangular: { readonly low: number; readonly mode: number; readonly high: number } }
  /** Mean and standard deviation of the variable itself. */
  | { readonly lognormal: { readonly mean: number; readonly standardDeviation: number } }
  | { readonly choice: { readonly values: readonly Json[]; readonly weights?: readonly number[] } };
