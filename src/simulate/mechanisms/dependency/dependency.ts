/**
 * The dependency mechanism: who fails, when and because of what, while a scenario goes through its
 * graphs. Called by the engine; the cascade itself is in `cascade.ts`.
 */
import { behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { dependencyNetwork } from '../../../behaviour/build-dependency-network.ts';
import type { DependencyNetwork } from '../../../behaviour/dependency-network.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type { EventCause, SimulationEvent } from '../../simulator.ts';
import { stateOf } from './cascade.ts';
import { CascadeRun } from './cascade-run.ts';
import type { CascadeEvent, Ride } from './cascade-values.ts';

/** Something outside the mechanism that stops a twin: an outage, or a shortage of goods. */
export interface Stop {
  readonly twin: string;
  readonly from: number;
  readonly until: number;
  /** The edit, where one says so. */
  readonly edit?: number;
  /** The step it counts as; 0 by default. */
  readonly step?: number;
}

/** A graph from a time on, and the edits that touched each twin to make it so. */
export interface DependencyPhase {
  readonly time: number;
  readonly graph: TwinGraph;
  editsOf(twin: string): readonly number[];
}

export interface DependencyRequest {
  readonly catalogue: Catalogue;
  /** Before any edit. */
  readonly base: TwinGraph;
  /** The first holds from the start, in the steady state it gives. */
  readonly phases: readonly DependencyPhase[];
  readonly stops: readonly Stop[];
  readonly horizonSeconds: number;
}

export interface DependencyResult {
  readonly events: readonly SimulationEvent[];
  /** The times when twins did not work, `[from, until)`, until infinite at the end. */
  readonly down: ReadonlyMap<string, readonly Interval[]>;
  /** The twins that take part at the end, and whether they work then. */
  readonly working: ReadonlyMap<string, boolean>;
}

export type Interval = readonly [from: number, until: number];

/** Runs the mechanism; synchronous, because runs share the networks' states. */
export function runDependency(request: DependencyRequest): DependencyResult {
  return new DependencyRun(request).run();
}

/** Whether a twin has dependents at all, so that its being short could matter. */
export function hasDependents(network: DependencyNetwork, node: number): boolean {
  return (
    (network.dependentOffsets[node + 1] as number) > (network.dependentOffsets[node] as number)
  );
}

class DependencyRun {
  readonly #request: DependencyRequest;
  readonly #events: SimulationEvent[] = [];
  readonly #down = new Map<string, [number, number][]>();
  readonly #run: CascadeRun;
  #graph: TwinGraph;
  #network: DependencyNetwork;
  /** When each stop begins in fact: when its twin is there. */
  readonly #begins = new Map<Stop, number>();
  readonly #rides = new Map<Ride, readonly EventCause[]>();
  #taken = 0;

  constructor(request: DependencyRequest) {
    this.#request = request;
    this.#graph = request.base;
    this.#network = dependencyNetwork(request.base, request.catalogue);
    this.#run = new CascadeRun(stateOf(this.#network));
  }

  run(): DependencyResult {
    const { phases, horizonSeconds } = this.#request;
    phases.forEach((phase, index) => {
      if (index > 0) {
        this.#run.advanceBefore(phase.time);
        this.#takeEvents();
      }
      this.#enter(phase, index === 0);
      this.#takeEvents(phase, index === 0);
      this.#addStops(phase);
    });
    this.#run.advance(horizonSeconds);
    this.#takeEvents();
    return { events: this.#events, down: this.#down, working: this.#working() };
  }

  /** Moves on to a phase's graph; what that does of itself happens at once. */
  #enter({ graph, time }: DependencyPhase, settled: boolean): void {
    const before = this.#graph;
    if (graph !== before) {
      this.#graph = graph;
      this.#network = dependencyNetwork(graph, this.#request.catalogue);
      const nodeAfter = (node: number) => graph.indexOf(before.twinAt(node)?.id ?? '');
      this.#run.rewire(stateOf(this.#network), time, { nodeAfter, settled });
    }
    this.#noteDown(time, (id) => settled || before.indexOf(id) < 0);
  }

  /** Notes which of the twins that begin at a time do not work then. */
  #noteDown(time: number, begins: (id: string) => boolean): void {
    for (let node = 0; node < this.#graph.nodeCount; node++) {
      const id = this.#graph.twinAt(node)?.id;
      if (id === undefined || this.#run.works(node) || !begins(id)) continue;
      this.#down.set(id, [[time, Number.POSITIVE_INFINITY]]);
    }
  }

  /** Adds the stops of twins that are in the graph for the first time. */
  #addStops({ graph, time }: DependencyPhase): void {
    for (const stop of this.#request.stops) {
      const node = graph.indexOf(stop.twin);
      if (node < 0 || this.#begins.has(stop)) continue;
      const from = Math.max(stop.from, time);
      this.#begins.set(stop, from);
      const { until, step = 0 } = stop;
      if (until > time) this.#run.fail({ node, from, until, step });
    }
  }

  #takeEvents(phase?: DependencyPhase, settled = false): void {
    for (const ride of this.#run.rides.slice(this.#rides.size)) this.#takeRide(ride, phase);
    for (const event of this.#run.events.slice(this.#taken)) {
      const twin = this.#idOf(event.node);
      const { time, step } = event;
      const behind = this.#causesOf(event);
      const causes = behind.length > 0 ? behind : this.#editsBehind(twin, event, phase);
      const effect = event.works ? 'recovers' : 'fails';
      this.#events.push({ time, step, twin, effect, mechanism: 'dependency', causes });
      if (!settled) this.#noteChange(twin, time, event.works);
    }
    this.#taken = this.#run.events.length;
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
    return this.#request.stops.flatMap((stop) => {
      const moment = works ? stop.until : this.#begins.get(stop);
      const now = stop.twin === twin && moment === time;
      return now && stop.edit !== undefined ? [{ edit: stop.edit }] : [];
    });
  }

  #idOf(node: number): string {
    return this.#graph.twinAt(node)?.id ?? '';
  }

  #working(): Map<string, boolean> {
    const { groupOffsets } = this.#network;
    const asset = behaviourOf(this.#graph, this.#request.catalogue, behaviours.asset);
    const demand = behaviourOf(this.#graph, this.#request.catalogue, behaviours.demand);
    const working = new Map<string, boolean>();
    for (let node = 0; node < this.#graph.nodeCount; node++) {
      const twin = this.#graph.twinAt(node);
      if (twin === undefined) continue;
      const takesPart =
        (groupOffsets[node + 1] as number) > (groupOffsets[node] as number) ||
        hasDependents(this.#network, node) ||
        asset.has(twin.model) ||
        demand.has(twin.model) ||
        this.#down.has(twin.id);
      if (takesPart) working.set(twin.id, this.#run.works(node));
    }
    return working;
  }
}

/** Without those that name a twin or an edit over the same relationship again. */
function distinct(causes: readonly EventCause[]): EventCause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}
