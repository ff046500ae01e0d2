/**
 * One run of the congestion mechanism: the equilibrium of what is open, found again when other
 * roads are closed than before. Begins from the equilibrium of the whole network, which is kept
 * with it, so that an answer depends on what is closed and on nothing that came before.
 */
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { MechanismRun, Moment, Setting, Trouble, Troubles } from '../../mechanism.ts';
import type { EventCause } from '../../simulator.ts';
import { roadModel } from './build-road-model.ts';
import { type CongestionAnswer, CongestionRecord } from './congestion-record.ts';
import { closedAround, zonesShortOfTrips } from './cut-off.ts';
import { type Equilibrium, userEquilibrium } from './equilibrium.ts';
import type { RoadModel } from './road-model.ts';

export class CongestionRun implements MechanismRun {
  readonly next = Number.POSITIVE_INFINITY;
  readonly #catalogue: Setting['catalogue'];
  readonly #figuresOnly: boolean;
  readonly #record = new CongestionRecord();
  #version: number | undefined;
  #graph: TwinGraph | undefined;
  #closed: Uint8Array = new Uint8Array(0);
  #troubles: Troubles = new Map();

  constructor({ catalogue, figuresOnly }: Setting) {
    this.#catalogue = catalogue;
    this.#figuresOnly = figuresOnly;
  }

  step(moment: Moment): Troubles {
    if (this.#version === moment.version) return this.#troubles;
    this.#version = moment.version;
    const model = roadModel(moment.graph, this.#catalogue);
    if (model === undefined) {
      this.#graph = moment.graph;
      this.#record.add(undefined);
      this.#troubles = new Map();
      return this.#troubles;
    }
    const closed = closedLinks(model, moment);
    const isAsBefore =
      this.#graph === moment.graph && closed.every((c, i) => c === this.#closed[i]);
    if (isAsBefore) return this.#troubles;
    this.#graph = moment.graph;
    this.#closed = closed;
    const answer = { model, closed, equilibrium: equilibriumWithout(model, closed) };
    this.#record.add(answer);
    this.#troubles = troublesOf(answer, moment);
    return this.#troubles;
  }

  outputs() {
    return this.#record.outputs(this.#figuresOnly);
  }
}

/** A road is closed while it, or a place at one of its ends, does not work. */
function closedLinks(
  { network, roads, places, impassable }: RoadModel,
  moment: Moment,
): Uint8Array {
  const down = Uint8Array.from(places, ({ node }) => (moment.works(node) ? 0 : 1));
  return impassable.map((never, link) => {
    const { node } = roads[link] as RoadModel['roads'][number];
    const [from, to] = [network.from[link] as number, network.to[link] as number];
    return never === 1 || down[from] === 1 || down[to] === 1 || !moment.works(node) ? 1 : 0;
  });
}

const whole = new WeakMap<RoadModel, Equilibrium>();

/** The equilibrium with these links closed. */
function equilibriumWithout(model: RoadModel, closed: Uint8Array): Equilibrium {
  let from = whole.get(model);
  if (from === undefined) {
    from = checked(model, userEquilibrium(model.network, { closed: model.impassable }));
    whole.set(model, from);
  }
  if (closed.every((c, i) => c === model.impassable[i])) return from;
  return checked(model, userEquilibrium(model.network, { closed, from }));
}

function checked(model: RoadModel, found: Equilibrium): Equilibrium {
  const link = found.time.findIndex((time) => !Number.isFinite(time));
  if (link < 0 && Number.isFinite(found.totalTime + found.relativeGap)) return found;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: model.roads[Math.max(0, link)]?.twin ?? '',
    message: 'the time on it under load is beyond all numbers',
    expected: 'trips that its capacity, delay coefficient and exponent can bear',
    action: 'correct the numbers of the road, or of the trips',
  });
}

/**
 * A zone runs short when none of its trips can be made and it works itself. Where no closed road
 * cuts it off, the graph never had a way there, which is a finding and no trouble.
 */
function troublesOf(answer: CongestionAnswer, moment: Moment): Map<number, Trouble> {
  const { model, closed, equilibrium } = answer;
  const troubles = new Map<number, Trouble>();
  for (const zone of zonesShortOfTrips(model, equilibrium.unserved)) {
    const { node } = model.places[zone.place] as RoadModel['places'][number];
    if (zone.unserved < zone.asked || !moment.works(node)) continue;
    const causes = causesOf(model, closedAround(model, zone.place, closed), moment);
    if (causes.length > 0) troubles.set(node, { effect: 'runsShort', causes });
  }
  return troubles;
}

/** The roads that do not work, and the places that do not where their roads do. */
function causesOf({ network, roads, places }: RoadModel, links: number[], moment: Moment) {
  const causes: EventCause[] = [];
  const seen = new Set<string>();
  for (const link of links) {
    const ends = [network.from[link] as number, network.to[link] as number];
    const suspects = [roads[link], ...ends.map((end) => places[end])];
    const down = suspects.find((twin) => twin !== undefined && !moment.works(twin.node));
    if (down === undefined || seen.has(down.twin)) continue;
    seen.add(down.twin);
    causes.push({ twin: down.twin });
  }
  return causes;
}
