/**
 * The port of a simulator: runs a scenario's edits on a snapshot over its horizon.
 * Deterministic in (graph, catalogue, scenario); sees no store and no clock. Adapter: `engine`.
 */
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit, Scenario } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { ChoiceRequest, ProgramChoice } from './choice/choice.ts';
import type { SurvivalReport, SurvivalRequest } from './survival.ts';

export interface Simulator {
  /** Throws `NOT_FOUND` or `BAD_USER_INPUT` for an edit that does not fit the graph. */
  run(request: SimulationRequest): Promise<SimulationResult>;
  /**
   * Runs many variations of one scenario, of which only key figures are wanted: exactly those that
   * `run` gives, whatever runs beside. Throws for a scenario that `run` refuses; a case that it
   * refuses, or whose run fails, is a problem in the result.
   */
  runCases(request: CasesRequest): Promise<CaseFigures>;
  /**
   * How long a supply chain serves all demand while a part of it is out, and what is lost until that
   * is back. Throws `NOT_FOUND` for an unknown twin, `BAD_USER_INPUT` without a supply chain.
   */
  survival(request: SurvivalRequest): Promise<SurvivalReport>;
  /**
   * The best choice among edits by one program, with a bound, where the scenario allows that: one
   * mechanism, linear in what is chosen, and nothing that changes over time; else undefined.
   */
  choose?(request: ChoiceRequest): Promise<ProgramChoice | undefined>;
}

export interface CasesRequest extends SimulationRequest {
  readonly cases: readonly Case[];
  /** Names of the key figures that are wanted. */
  readonly kpis: readonly string[];
}

/** One variation: edits after those of the scenario, and the seed in place of its own. */
export interface Case {
  readonly edits: readonly Edit[];
  readonly seed: number;
}

export interface CaseFigures {
  /** Row by case, column by wanted figure; NaN where a case failed or has no such figure. */
  readonly figures: Float64Array;
  /** Why cases failed; `index` is the case's position. */
  readonly problems: readonly Problem[];
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
  /** Why things are so at the end of the run, besides what the events say. */
  readonly findings: readonly Finding[];
  /** Whether anything was drawn at random, so that another seed could give another result. */
  readonly random: boolean;
  /** Names of the key figures that another seed could change; the others are the same for all. */
  readonly randomKpis: ReadonlySet<string>;
}

/** A reason: a bottleneck, a minimum cut, a price, what cannot be met. */
export interface Finding {
  /** The mechanism that found it. */
  readonly mechanism: string;
  /** In one word: `minimumCut`, `infeasible`, `price`, `island`, `overload`, `bottleneck`. */
  readonly kind: string;
  /** A sentence a planner can read. */
  readonly text: string;
  /** The figure of the finding as a whole, where it has one: a `relativeGap`. */
  readonly value?: number;
  /** The twins that it is about, the most important first, each with its figure. */
  readonly twins: readonly FindingPart[];
}

export interface FindingPart {
  readonly twin: string;
  readonly value?: number;
  readonly unit?: string;
  /** Share of its capacity that is used, where it is about one: 1 is full, more is too much. */
  readonly utilisation?: number;
  readonly gain?: UnitGain;
}

/** What one more unit of a twin's capacity would do to a key figure: right for small changes. */
export interface UnitGain {
  /** Name of the key figure, and how much it would rise; below 0 it would fall. */
  readonly kpi: string;
  readonly amount: number;
  /** What it is one more of: `megawatt`, `machine`. */
  readonly per?: string;
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
  readonly mechanism: string;
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
