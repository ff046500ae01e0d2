/**
 * One run of the water mechanism over all water networks of a graph. EPANET owns hydraulic time:
 * `next` is its next event; when something breaks or returns in between, the networks it belongs to
 * go on from their tank levels of that second. Other networks are left alone. As long as nothing is
 * closed, a run is known from the one before (`calm-runs.ts`), and EPANET is not asked.
 */
import type { TwinGraph } from '../../../model/graph.ts';
import type {
  MechanismOutputs,
  MechanismRun,
  Moment,
  Setting,
  Trouble,
  Troubles,
} from '../../mechanism.ts';
import { waterNetworks } from './build-water-model.ts';
import { calmRecords, keepCalmRecords } from './calm-runs.ts';
import { closedAround, partsOf } from './cut-off.ts';
import { inputText } from './input-text.ts';
import { NetworkRun } from './network-run.ts';
import type { LinkElement, WaterModel } from './water-model.ts';
import { waterFindings, waterKpis, waterSeries } from './water-outputs.ts';
import type { WaterRecord } from './water-record.ts';

/** Causes that a trouble names. */
const mostCauses = 16;

export class WaterRun implements MechanismRun {
  readonly #setting: Setting;
  readonly #records: WaterRecord[] = [];
  #graph: TwinGraph | undefined;
  #version: number | undefined;
  #runs: readonly NetworkRun[] = [];
  /** What the networks come to while nothing happens to them; undefined where that is not known. */
  #asleep: readonly WaterRecord[] | undefined;
  /** Whether nothing was closed and nobody ran short so far. */
  #isCalm = true;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get next(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const run of this.#runs) next = Math.min(next, run.next);
    return next;
  }

  step(moment: Moment): Troubles {
    if (this.#sleeps(moment)) return new Map();
    if (this.#graph !== moment.graph) this.#follow(moment);
    const isAsBefore = this.#version === moment.version;
    this.#version = moment.version;
    const troubles = new Map<number, Trouble>();
    for (const run of this.#runs) {
      const closed = isAsBefore ? run.closed : closedLinks(run.model, moment);
      const isNew = run.present === undefined || closed.some((c, link) => c !== run.closed[link]);
      if (isNew || run.next <= moment.time) run.goTo(moment.time);
      if (isNew) {
        run.close(closed);
        run.solve();
        if (closed.includes(1)) this.#isCalm = false;
      }
      addTroubles(troubles, run, moment);
    }
    if (troubles.size > 0) this.#isCalm = false;
    return troubles;
  }

  outputs(): MechanismOutputs {
    for (const run of this.#runs) this.#end(run, this.#setting.horizonSeconds);
    if (this.#isCalm && this.#asleep === undefined) keepCalmRecords(this.#records, this.#setting);
    const records = [...(this.#asleep ?? this.#records)];
    this.#runs = [];
    const { graph, catalogue, figuresOnly } = this.#setting;
    const { incomplete } = waterNetworks(this.#graph ?? graph, catalogue);
    return {
      kpis: records.length === 0 ? [] : waterKpis(records),
      twins: () => waterSeries(records),
      findings: figuresOnly ? [] : waterFindings(records, incomplete),
      random: false,
    };
  }

  /** Whether all goes on as in a run that is known; wakes the networks as they are when not. */
  #sleeps(moment: Moment): boolean {
    const { graph, catalogue } = this.#setting;
    const { complete } = waterNetworks(graph, catalogue);
    const isFirst = this.#graph === undefined;
    if (!isFirst && this.#asleep === undefined) return false;
    const isAsAtStart =
      moment.graph === graph && complete.every((model) => !closedLinks(model, moment).includes(1));
    if (isFirst && moment.time === 0 && isAsAtStart) {
      this.#asleep = calmRecords(complete, this.#setting);
      if (this.#asleep !== undefined) this.#graph = graph;
      return this.#asleep !== undefined;
    }
    if (isAsAtStart || this.#asleep === undefined) return this.#asleep !== undefined;
    this.#asleep = undefined;
    this.#runs = complete.map((model) => new NetworkRun(model, this.#setting));
    for (const run of this.#runs) run.solve();
    return false;
  }

  /** Takes another graph: networks that are no other go on, those that are go on from their levels. */
  #follow({ graph, time }: Moment): void {
    if (this.#graph !== undefined) this.#isCalm = false;
    this.#graph = graph;
    const before = new Map(this.#runs.map((run) => [run.model.network.twin, run]));
    const { complete } = waterNetworks(graph, this.#setting.catalogue);
    this.#runs = complete.map((model) => {
      const run = before.get(model.network.twin);
      if (run === undefined) return this.#begin(model, time);
      before.delete(model.network.twin);
      if (inputText(model) === inputText(run.model) && isSameTwins(model, run.model)) return run;
      run.goTo(time);
      const resumption = run.resumption(time);
      this.#end(run, time);
      return new NetworkRun(model, this.#setting, resumption);
    });
    for (const run of before.values()) this.#end(run, time);
  }

  #begin(model: WaterModel, time: number): NetworkRun {
    const none = { elapsedSeconds: Math.floor(time), levels: new Map(), settings: new Map() };
    return new NetworkRun(model, this.#setting, time >= 1 ? none : undefined);
  }

  #end(run: NetworkRun, time: number): void {
    run.finish(time);
    if (run.present !== undefined) this.#records.push(run.record);
  }
}

function isSameTwins(a: WaterModel, b: WaterModel): boolean {
  const twins = ({ nodes, links }: WaterModel) => [...nodes, ...links].map(({ twin }) => twin);
  return twins(a).join('\n') === twins(b).join('\n');
}

/**
 * A link is closed while it, or a node at one of its ends, does not work. One that is shut by its
 * own `open` is left to EPANET, whose controls may open it.
 */
function closedLinks({ nodes, links }: WaterModel, moment: Moment): Uint8Array {
  const down = nodes.map(({ node }) => !moment.works(node));
  return Uint8Array.from(links, ({ node, from, to, properties }) => {
    if (down[from] === true || down[to] === true) return 1;
    return properties.open === false || moment.works(node) ? 0 : 1;
  });
}

/** A junction that asks for water, works, and gets less than half of it, runs short. */
function addTroubles(troubles: Map<number, Trouble>, run: NetworkRun, moment: Moment): void {
  const { model, present } = run;
  if (present === undefined) return;
  const { demand, served } = present;
  let parts: Int32Array | undefined;
  const known = new Map<number, Trouble>();
  for (let j = 0; j < model.junctionCount; j++) {
    if (!((demand[j] as number) > 0) || (served[j] as number) >= (demand[j] as number) / 2)
      continue;
    const { node } = model.nodes[j] as WaterModel['nodes'][number];
    if (!moment.works(node)) continue;
    parts ??= partsOf(model, run.closed);
    const part = parts[j] as number;
    const trouble = known.get(part) ?? troubleOf(run, { parts, part, closed: run.closed }, moment);
    known.set(part, trouble);
    troubles.set(node, trouble);
  }
}

function troubleOf(
  { model }: NetworkRun,
  around: Parameters<typeof closedAround>[1],
  moment: Moment,
): Trouble {
  return { effect: 'runsShort', causes: causesOf(model, closedAround(model, around), moment) };
}

/** The links that do not work, and the nodes that do not where their links do. */
function causesOf({ nodes, links }: WaterModel, closed: readonly number[], moment: Moment) {
  const down = new Set<string>();
  for (const index of closed) {
    const link = links[index] as LinkElement;
    const suspects = [link, nodes[link.from], nodes[link.to]];
    const first = suspects.find((twin) => twin !== undefined && !moment.works(twin.node));
    if (first !== undefined && down.size < mostCauses) down.add(first.twin);
  }
  return [...down].map((twin) => ({ twin }));
}
