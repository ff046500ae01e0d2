/**
 * The port of a simulator: runs a scenario's edits on a snapshot over its horizon.
 * Deterministic in (graph, catalogue, scenario); sees no store and no clock. Adapter: `engine`.
 */
import type { TwinGraph } from '../model/graph.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

export interface Simulator {
  /** Throws `NOT_FOUND` or `BAD_USER_INPUT` for an edit that does not fit the graph. */
  run(request: SimulationRequest): Promise<SimulationResult>;
}

export interface SimulationRequest {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  readonly scenario: Scenario;
  readonly signal?: AbortSignal;
}

export interface SimulationResult {
  readonly kpis: readonly Kpi[];
  /** In order of time, then step, then twin id. */
  readonly events: readonly SimulationEvent[];
  /** Per twin and output name: a number, or one number for each period. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, number | readonly number[]>>>;
  /** Whether anything was drawn at random, so that another seed could give another result. */
  readonly random: boolean;
}

export interface Kpi {
  /** Dotted: what, then of what, then when (`served.power`, `served.power.lowest`, `fillRate`). */
  readonly name: string;
  readonly value: number;
  /** Unit as in the ontology (`megawatt`), absent for a ratio or count. */
  readonly unit?: string;
  /** Whether a planner wants it high or low. */
  readonly better: 'higher' | 'lower';
}

export interface SimulationEvent {
  /** Seconds after the start. */
  readonly time: number;
  /** Number of hops from the edit that set it off; 0 for the edit's own effect. */
  readonly step: number;
  readonly twin: string;
  readonly effect: 'fails' | 'recovers' | 'runsShort' | 'replenished';
  /** The mechanism that saw it. */
  readonly mechanism: 'dependency' | 'balance';
  /** What made it happen. */
  readonly causes: readonly EventCause[];
}

/** An edit of the scenario by its position, or another twin's event and the relationship between. */
export type EventCause =
  | { readonly edit: number }
  | {
      readonly twin: string;
      readonly relationship?: { readonly source: string; readonly id: string };
    };
