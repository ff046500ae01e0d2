/**
 * The dependency mechanism: who fails, when and because of what, while a scenario goes through its
 * graphs. The engine leads it from instant to instant, and tells it of the other mechanisms'
 * troubles; the cascade itself is in `cascade.ts`.
 */
import { behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { dependencyNetwork } from '../../../behaviour/build-dependency-network.ts';
import type { DependencyNetwork } from '../../../behaviour/dependency-network.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type { Trouble } from '../../mechanism.ts';
import type { EventCause, SimulationEvent } from '../../simulator.ts';
import { giveBack, takeState } from './cascade.ts';
import { CascadeRun } from './cascade-run.ts';
import type { CascadeEvent, Ride } from './cascade-values.ts';
import type { SupportState } from './support-state.ts';

/** A twin out of service as a whole, in seconds after the start. */
export interface Stop {
  readonly twin: string;
  readonly from: number;
  readonly until: number;
  readonly edit: number;
}

/** A graph from a time on, and the edits that touched each twin to make it so. */
export interface DependencyPhase {
  readonly time: number;
  readonly graph: TwinGraph;
  editsOf(twin: string): readonly number[];
}

/** A trouble that another mechanism sees in a twin. */
export interface Imposed extends Trouble {
  readonly mechanism: string;
  readonly time: number;
  readonly step: number;
}

export type Interval = readonly [from: number, until: number];

/** Whether a twin has dependents at all. */
export function hasDependents(network: DependencyNetwork, node: number): boolean {
  return (
    (network.dependentOffsets[node + 1] as number) > (network.dependentOffsets[node] as number)
  );
}

/** The twins that can fail or serve: that depend or are depended on, or are an asset or a demand. */
const participants = keptPerGraph((graph, catalogue): Int32Array => {
  const network = dependencyNetwork(graph, catalogue);
  const asset = behaviourOf(graph, catalogue, behaviours.asset);
  const demand = behaviourOf(graph, catalogue, behaviours.demand);
  const { groupOffsets } = network;
  const nodes: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const model = graph.modelAt(node);
    if (model === undefined) continue;
    const depends = (groupOffsets[node + 1] as number) > (groupOffsets[node] as number);
    if (depends || hasDependents(network, node) || asset.has(model) || demand.has(model)) {
      nodes.push(node);
    }
  }
  return Int32Array.from(nodes);
});

/** Whether others depend on the twin, or its own demand is counted. */
export function isNeeded(graph: TwinGraph, catalogue: Catalogue, node: number): boolean {
  const network = dependencyNetwork(graph, catalogue);
  if (node < network.nodeCount && hasDependents(network, node)) return true;
  return behaviourOf(graph, catalogue, behaviours.demand).has(graph.modelAt(node) ?? '');
}

/** One run, until it is closed. */
export class DependencyRun {
  /** So far, in order of time and then of step; the engine's order within both is its own. */
  readonly events: SimulationEvent[] = [];
  /** The outages of the run; to be given before it begins. */
  stops: readonly Stop[] = [];
  readonly #base: TwinGraph;
  readonly #catalogue: Catalogue;
  readonly #down = new Map<string, [number, number][]>();
  #run: CascadeRun;
  #state: SupportState;
  #graph: TwinGraph;
  #network: DependencyNetwork;
  /** When each stop begins in fact: when its twin is there. */
  readonly #begins = new Map<Stop, number>();
  readonly #rides = new Map<Ride, readonly EventCause[]>();
  /** What other mechanisms made fail, by node. */
  readonly #imposed = new Map<number, Imposed>();
  #taken = 0;

  /** `base` is the graph before any edit. */
  constructor(base: TwinGraph, catalogue: Catalogue) {
    this.#base = base;
    this.#catalogue = catalogue;
    this.#graph = base;
    this.#network = dependencyNetwork(base, catalogue);
    this.#state = takeState(this.#network);
    this.#run = new CascadeRun(this.#state);
  }

  /** Goes back to where it began. */
  restart(): void {
    if (this.#graph === this.#base) this.#state.reset();
    else {
      giveBack(this.#state);
      this.#graph = this.#base;
      this.#network = dependencyNetwork(this.#base, this.#catalogue);
      this.#state = takeState(this.#network);
    }
    this.#run = new CascadeRun(this.#state);
    this.events.length = 0;
    this.#taken = 0;
    for (const kept of [this.#down, this.#begins, this.#rides, this.#imposed]) kept.clear();
  }

  /** When something is next due, infinite when nothing is. */
  get next(): number {
    return this.#run.next;
  }

  works(node: number): boolean {
    return this.#run.works(node);
  }

  /** The times when twins did not work, `[from, until)`, until infinite for those still down. */
  get down(): ReadonlyMap<string, readonly Interval[]> {
    return this.#down;
  }

  /** Lets everything happen that is due until a time, inclusive. */
  advance(time: number): void {
    this.#run.advance(time);
    this.#takeEvents();
  }

  /** Moves on to a phase. The first is settled: it gives the steady state that the run begins in. */
  enter(phase: DependencyPhase, settled: boolean): void {
    if (!settled) {
      this.#run.advanceBefore(phase.time);
      this.#takeEvents();
    }
    this.#moveTo(phase, settled);
    this.#takeEvents(phase, settled);
    this.#addStops(phase);
  }

  /** Takes in a trouble of another mechanism; it counts with the next `advance`. */
  impose(node: number, trouble: Imposed): void {
    const { effect, time, step } = trouble;
    if (effect === 'runsShort') this.#run.withhold(node, time, step);
    else {
      this.#imposed.set(node, trouble);
      this.#run.fail({ node, from: time, step });
    }
  }

  /** Gives back what other runs can use; it is over then. */
  close(): void {
    giveBack(this.#state);
  }

  /** Takes a trouble back. */
  lift(node: number, { effect, step }: Imposed, time: number): void {
    if (effect === 'runsShort') this.#run.release(node, time, step);
    else this.#run.repair({ node, at: time });
  }

  /** Whether any twin can fail or serve. */
  get takesPart(): boolean {
    return this.#down.size > 0 || participants(this.#graph, this.#catalogue).length > 0;
  }

  /** The twins that take part, and whether they work at the end. */
  working(): Map<string, boolean> {
    const working = new Map<string, boolean>();
    const note = (node: number) => {
      const id = this.#graph.idAt(node);
      if (id !== undefined) working.set(id, this.#endsUp(id));
    };
    for (const node of participants(this.#graph, this.#catalogue)) note(node);
    for (const twin of this.#down.keys()) note(this.#graph.indexOf(twin));
    return working;
  }

  #endsUp(twin: string): boolean {
    return this.#down.get(twin)?.at(-1)?.[1] !== Number.POSITIVE_INFINITY;
  }

  /** Moves on to a phase's graph; what that does of itself happens at once. */
  #moveTo({ graph, time }: DependencyPhase, settled: boolean): void {
    const before = this.#graph;
    if (graph !== before) {
      this.#graph = graph;
      this.#network = dependencyNetwork(graph, this.#catalogue);
      const nodeAfter = (node: number) => graph.indexOf(before.twinAt(node)?.id ?? '');
      const state = takeState(this.#network);
      this.#run.rewire(state, time, { nodeAfter, settled });
      giveBack(this.#state);
      this.#state = state;
    }
    this.#noteDown(time, (id) => settled || before.indexOf(id) < 0);
  }

  /** Notes which of the twins that begin at a time do not work then. */
  #noteDown(time: number, begins: (id: string) => boolean): void {
    for (const node of this.#state.down()) {
      const id = this.#graph.idAt(node);
      if (id === undefined || !begins(id)) continue;
      this.#down.set(id, [[time, Number.POSITIVE_INFINITY]]);
    }
  }

  /** Adds the stops of twins that are in the graph for the first time. */
  #addStops({ graph, time }: DependencyPhase): void {
    for (const stop of this.stops) {
      const node = graph.indexOf(stop.twin);
      if (node < 0 || this.#begins.has(stop)) continue;
      const from = Math.max(stop.from, time);
      this.#begins.set(stop, from);
      const { until } = stop;
      if (until > time) this.#run.fail({ node, from, until });
    }
  }

  #takeEvents(phase?: DependencyPhase, settled = false): void {
    for (let r = this.#rides.size; r < this.#run.rides.length; r++) {
      this.#takeRide(this.#run.rides[r] as Ride, phase);
    }
    for (; this.#taken < this.#run.events.length; this.#taken++) {
      const event = this.#run.events[this.#taken] as CascadeEvent;
      const twin = this.#idOf(event.node);
      const { time, step } = event;
      const imposed = this.#imposedAt(event);
      const behind = imposed?.causes ?? this.#causesOf(event);
      const causes = behind.length > 0 ? behind : this.#editsBehind(twin, event, phase);
      const mechanism = imposed?.mechanism ?? 'dependency';
      const effect = event.works ? 'recovers' : 'fails';
      this.events.push({ time, step, twin, effect, mechanism, causes });
      if (!settled) this.#noteChange(twin, time, event.works);
    }
  }

  /** What another mechanism did to make an event so, at its very time. */
  #imposedAt({ node, time, works }: CascadeEvent): Imposed | undefined {
    const imposed = this.#imposed.get(node);
    return !works && imposed?.time === time ? imposed : undefined;
  }

  /** Settles what began a ride while the graph still is as it was then. */
  #takeRide(ride: Ride, phase: DependencyPhase | undefined): void {
    const began = [
      ...ride.origins.map((origin) => this.#causeFrom(ride.node, origin)),
      ...ride.after.flatMap((earlier) => this.#rides.get(earlier) ?? []),
    ];
    const edits = phase?.editsOf(this.#idOf(ride.node)) ?? [];
    this.#rides.set(ride, began.length > 0 ? began : edits.map((edit) => ({ edit })));
  }

  /** What began the ride that is over, then the supports that are gone, or what is behind them. */
  #causesOf({ node, causes, origins = [], ride }: CascadeEvent): EventCause[] {
    const found = [
      ...((ride && this.#rides.get(ride)) ?? []),
      ...causes.map((support) => this.#causeOf(support)),
      ...origins.map((origin) => this.#causeFrom(node, origin)),
    ];
    return found.length > 1 ? distinct(found) : found;
  }

  /** Another node as a cause, by the relationship between where there is one. */
  #causeFrom(node: number, origin: number): EventCause {
    const { groupOffsets, supportOffsets, supportNode } = this.#network;
    const first = supportOffsets[groupOffsets[node] as number] as number;
    const end = supportOffsets[groupOffsets[node + 1] as number] as number;
    const support = supportNode.subarray(first, end).indexOf(origin);
    return support < 0 ? { twin: this.#idOf(origin) } : this.#causeOf(first + support);
  }

  #noteChange(twin: string, time: number, works: boolean): void {
    const intervals = this.#down.get(twin) ?? [];
    const last = intervals.at(-1);
    if (!works) intervals.push([time, Infinity]);
    else if (last !== undefined) last[1] = time;
    this.#down.set(twin, intervals);
  }

  #causeOf(support: number): EventCause {
    const relationship = this.#graph.relationshipAt(this.#network.supportEdge[support] as number);
    const twin = this.#idOf(this.#network.supportNode[support] as number);
    if (relationship === undefined) return { twin };
    return { twin, relationship: { source: relationship.source, id: relationship.id } };
  }

  #editsBehind(
    twin: string,
    { time, works }: { time: number; works: boolean },
    phase: DependencyPhase | undefined,
  ): EventCause[] {
    if (phase !== undefined) return phase.editsOf(twin).map((edit) => ({ edit }));
    return this.stops.flatMap((stop) => {
      const moment = works ? stop.until : this.#begins.get(stop);
      const now = stop.twin === twin && moment === time;
      return now ? [{ edit: stop.edit }] : [];
    });
  }

  #idOf(node: number): string {
    return this.#graph.twinAt(node)?.id ?? '';
  }
}

/** Without those that name a twin or an edit over the same relationship again. */
function distinct(causes: readonly EventCause[]): EventCause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}
