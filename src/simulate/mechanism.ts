/**
 * The port of a mechanism: one kind of physics over the twins that have its behaviours. The engine
 * runs the mechanisms of a graph side by side, instant by instant, and joins them by dependency:
 * what is in trouble by one mechanism is missing to all that depend on it.
 */
import type { Behaviour } from '../behaviour/behaviours.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Outage, OutageKind } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { ProgramChoice, StillQuestion } from './choice/choice.ts';
import type { EventCause, Finding, Kpi } from './simulator.ts';

export interface Mechanism {
  /** Names it in events, findings and errors: `balance`, `potential`. */
  readonly name: string;
  /** DTMIs of the behaviours it moves: it takes part where a graph of the run has twins of one. */
  readonly behaviours: readonly string[];
  /** Makes ready what every run needs, such as a WebAssembly library; called once. */
  load?(): Promise<void>;
  /**
   * Its key figures, by the first word of their names. With `mayTrouble`, it is left out of runs of
   * which other figures alone are wanted, where none of its troubles could change them.
   */
  readonly figures?: readonly string[];
  /** The nodes of a graph that it may bring into trouble; any, where absent. */
  mayTrouble?(graph: TwinGraph, catalogue: Catalogue): readonly number[];
  /** What its troubles may be; any, where absent. */
  readonly effects?: readonly Trouble['effect'][];
  /** Begins a run. What it keeps between runs is a pure function of a graph and its catalogue. */
  init(setting: Setting): MechanismRun;
  /**
   * A quicker way to run many cases, asked for where only key figures are wanted, no other mechanism
   * takes part, and no twin depends on another. Undefined where there is none.
   */
  many?(setting: Setting): ManyRuns | undefined;
  /**
   * Chooses among edits by one program, asked for where no other mechanism takes part and no twin
   * depends on a demand: only demands may get into trouble. Undefined where the figure is not linear
   * in what is chosen.
   */
  choose?(question: StillQuestion): ProgramChoice | undefined;
}

/** Runs of the graph of a setting that differ by seed and outages alone. */
export interface ManyRuns {
  /** The key figures of each case, which are those of a single run. */
  run(cases: readonly OutageCase[]): readonly (readonly Kpi[])[];
}

export interface OutageCase {
  readonly seed: number;
  readonly outages: readonly Required<Outage>[];
}

export interface Setting {
  /** As it is at the start. */
  readonly graph: TwinGraph;
  /** All graphs that the run goes through, that of the start first. */
  readonly graphs: readonly TwinGraph[];
  readonly catalogue: Catalogue;
  /** Keys every random draw. */
  readonly seed: number;
  readonly horizonSeconds: number;
  /** Whether only key figures are wanted: nobody asks for outputs by twin, findings or causes. */
  readonly figuresOnly: boolean;
  /** Reads a behaviour off the twins of a graph: that of the start, unless another is given. */
  behaviour(id: string, graph?: TwinGraph): Behaviour;
  /** Whether a trouble of the twin would change anything else in the run. */
  matters(node: number): boolean;
}

/** One run of a mechanism. It sees no clock, and draws by `model/random.ts` alone. */
export interface MechanismRun {
  /** When it has something to do of itself, in seconds; infinite when it only answers others. */
  readonly next: number;
  /**
   * Does what is due and takes in what changed. Gives, by node, all twins that are in trouble by
   * it at this moment. Called at the start, when `next` has come, when a twin begins or ceases to
   * work, when the graph or an outage changes, and again at the same time until no trouble is new.
   */
  step(moment: Moment): Troubles;
  /** What it came to; asked once, at the end. */
  outputs(): MechanismOutputs;
  /** Goes back to the start with another seed, for a run on the same graphs; made anew without it. */
  restart?(seed: number): void;
}

/** The world at one instant of a run. */
export interface Moment {
  /** Seconds after the start. */
  readonly time: number;
  /** Another one after a timed edit; a twin keeps its node index as long as it is there. */
  readonly graph: TwinGraph;
  /** Changes whenever `graph`, `works` or `outages` may answer otherwise than before. */
  readonly version: number;
  /** Whether the twin is there, is not out, and has all that it depends on. */
  works(node: number): boolean;
  /** What of a twin is out now, besides its being out as a whole. */
  outages(node: number): readonly Exclude<OutageKind, 'all'>[];
}

/** The twins in trouble, by node. */
export type Troubles = ReadonlyMap<number, Trouble>;

export interface Trouble {
  /** `fails`: it stops working, as a line that trips. `runsShort`: others cannot count on it. */
  readonly effect: 'fails' | 'runsShort';
  /** What made it so; none where the edits of this moment did. */
  readonly causes: readonly EventCause[];
}

export interface MechanismOutputs {
  readonly kpis: readonly Kpi[];
  /** By twin id: what the mechanism says of it, numbers or one number for each period. */
  twins(): ReadonlyMap<string, Readonly<Record<string, number | readonly number[]>>>;
  /** Why things are so, in words and as data. */
  readonly findings: readonly Finding[];
  /** Whether anything was drawn at random, so that another seed could give another result. */
  readonly random: boolean;
}
