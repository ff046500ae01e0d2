/**
 * Choosing among edits by one program instead of runs: what `flows/optimise` asks a simulator, and
 * what the engine asks a mechanism whose figures are linear in capacities and amounts.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Edit, Scenario } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';

/** Which candidates to choose, after the edits of the scenario, for the best key figure. */
export interface ChoiceRequest {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  readonly scenario: Scenario;
  readonly signal?: AbortSignal;
  /** Name of the key figure. */
  readonly kpi: string;
  readonly candidates: readonly (ChoiceCandidate & { readonly edits: readonly Edit[] })[];
  readonly budget: number;
}

export interface ChoiceCandidate {
  /** 0 or more, in the unit of the budget. */
  readonly cost: number;
  /** Of a group at most one is chosen. */
  readonly group?: string;
}

export interface ProgramChoice {
  /** Positions of candidates, ascending. */
  readonly chosen: readonly number[];
  /** The key figure by the program; a run has the last word. */
  readonly value: number;
  /** No choice has a better figure. */
  readonly bound: number;
  /** Whether the bound is one only on choices that leave no demand unserved. */
  readonly onlyServing: boolean;
}

/** The same question to a mechanism, of worlds in which nothing changes over time. */
export interface StillQuestion {
  readonly kpi: string;
  readonly catalogue: Catalogue;
  readonly candidates: readonly ChoiceCandidate[];
  readonly budget: number;
  /** The world with some candidates, positions ascending; undefined where they cannot be. */
  still(chosen: readonly number[]): Still | undefined;
  /** Whether edits of two candidates name a twin in common. */
  touch(a: number, b: number): boolean;
}

export interface Still {
  readonly graph: TwinGraph;
  works(node: number): boolean;
}
