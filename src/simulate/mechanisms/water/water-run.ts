/**
 * One run of the water mechanism over all water networks of a graph. EPANET owns hydraulic time:
 * `next` is its next event; when something breaks or returns in between, the networks it belongs to
 * go on from their tank levels of that second. Other networks are left alone. A network to which the
 * same happens as in a run before is not asked of EPANET again (`followed-run.ts`).
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
import { closedAround, partsOf } from './cut-off.ts';
import { FollowedRun } from './followed-run.ts';
import { inputText } from './input-text.ts';
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
  #runs: readonly FollowedRun[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get next(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const run of this.#runs) next = Math.min(next, run.next);
    return next;
  }

  step(moment: Moment): Troubles {
    if (this.#graph !== moment.graph) this.#follow(moment);
    const isAsBefore = this.#version === moment.version;
    this.#version = moment.version;
    const troubles = new Map<number, Trouble>();
    for (const run of this.#runs) {
      const closed = isAsBefore ? run.closed : closedLinks(run.model, moment);
      const isNew = !run.hasBegun || closed.some((c, link) => c !== run.closed[link]);
      if (isNew || run.next <= moment.time) run.goTo(moment.time);
      if (isNew) run.close(closed);
      addTroubles(troubles, run, moment);
    }
    return troubles;
  }

  outputs(): MechanismOutputs {
    for (const run of this.#runs) this.#end(run, this.#setting.horizonSeconds);
    const records = [...this.#records];
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

  /** Takes another graph: networks that are no other go on, those that are go on from their levels. */
  #follow({ graph, time }: Moment): void {
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
      return new FollowedRun(model, this.#setting, resumption);
    });
    for (const run of before.values()) this.#end(run, time);
  }

  #begin(model: WaterModel, time: number): FollowedRun {
    const none = { elapsedSeconds: Math.floor(time), levels: new Map(), settings: new Map() };
    return new FollowedRun(model, this.#setting, time >= 1 ? none : undefined);
  }

  #end(run: FollowedRun, time: number): void {
    const record = run.finish(time);
    if (record !== undefined) this.#records.push(record);
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

/** A junction that runs short and works is in trouble. */
function addTroubles(troubles: Map<number, Trouble>, run: FollowedRun, moment: Moment): void {
  const { model, short } = run;
  let parts: Int32Array | undefined;
  const known = new Map<number, Trouble>();
  for (const j of short) {
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
  { model }: FollowedRun,
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
