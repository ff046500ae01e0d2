/** What the traffic of a run came to: key figures, outputs of roads and zones, findings. */
import type { MechanismOutputs } from '../../mechanism.ts';
import type { Finding, Kpi } from '../../simulator.ts';
import { tellingUtilisation } from '../../telling.ts';
import { zonesShortOfTrips } from './cut-off.ts';
import type { Equilibrium } from './equilibrium.ts';
import type { RoadModel } from './road-model.ts';

export interface CongestionAnswer {
  readonly model: RoadModel;
  readonly closed: Uint8Array;
  readonly equilibrium: Equilibrium;
}

const mechanism = 'congestion';
/** Roads and zones that a finding names. */
const most = 10;
/** With a relative gap above this, flows are estimates. */
const wanted = 1e-4;

export class CongestionRecord {
  #last: CongestionAnswer | undefined;
  #hasTrips = false;
  #mostTime = 0;
  #mostUnserved = 0;
  #widestGap = 0;

  /** Takes what holds from now on; undefined while there are no trips. */
  add(answer: CongestionAnswer | undefined): void {
    this.#last = answer;
    if (answer === undefined) return;
    this.#hasTrips = true;
    const { equilibrium } = answer;
    this.#mostTime = Math.max(this.#mostTime, equilibrium.totalTime / 60);
    this.#mostUnserved = Math.max(this.#mostUnserved, sum(equilibrium.unserved));
    this.#widestGap = Math.max(this.#widestGap, equilibrium.relativeGap);
  }

  /**
   * `travelTime` of all trips of an hour, in hours (vehicle-hours), and `unservedTrips`, vehicles
   * an hour, both at the end of the run and with `.most` at its worst; as a finding the widest
   * `relativeGap`. Of each road at the end: `flow` (vehicles an hour), `saturation` (flow over
   * capacity) and, where it is open, `travelTime` (minutes). Of each zone with such: `unservedTrips`.
   * Nothing where there were never trips.
   */
  outputs(figuresOnly: boolean): MechanismOutputs {
    const last = this.#last;
    const twins = () => (last === undefined ? new Map() : twinsOf(last));
    if (!this.#hasTrips) return { kpis: [], twins, findings: [], random: false };
    const equilibrium = last?.equilibrium;
    const kpis: Kpi[] = [
      { name: 'travelTime', value: (equilibrium?.totalTime ?? 0) / 60, ...lessHours },
      { name: 'travelTime.most', value: this.#mostTime, ...lessHours },
      { name: 'unservedTrips', value: sum(equilibrium?.unserved ?? []), ...fewerTrips },
      { name: 'unservedTrips.most', value: this.#mostUnserved, ...fewerTrips },
    ];
    if (figuresOnly) return { kpis, twins, findings: [], random: false };
    const findings = last === undefined ? [] : [...busiest(last), ...cutOff(last)];
    return { kpis, twins, findings: [...findings, this.#convergence()], random: false };
  }

  /** How good the equilibrium is. One that is good enough says so in the same words each time. */
  #convergence(): Finding {
    const value = this.#widestGap;
    const text =
      value <= wanted
        ? `Traffic is in equilibrium: its relative gap is at most ${wanted}.`
        : `The equilibrium of traffic was reached to a relative gap of ${value.toExponential(1)} only, so flows on roads are estimates.`;
    return { mechanism, kind: 'relativeGap', text, value, twins: [] };
  }
}

const lessHours = { unit: 'hour', better: 'lower' } as const;
const fewerTrips = { unit: 'vehiclePerHour', better: 'lower' } as const;

type TwinOutputs = Map<string, Record<string, number>>;

function twinsOf({ model, closed, equilibrium }: CongestionAnswer): TwinOutputs {
  const twins: TwinOutputs = new Map();
  model.roads.forEach(({ twin }, link) => {
    const flow = equilibrium.flow[link] as number;
    const open = closed[link] === 1 ? {} : { travelTime: equilibrium.time[link] as number };
    twins.set(twin, { flow, saturation: saturationOf(model, link, flow), ...open });
  });
  for (const { twin, value } of missing(model, equilibrium)) {
    twins.set(twin, { ...twins.get(twin), unservedTrips: value });
  }
  return twins;
}

interface Rated {
  readonly twin: string;
  readonly value: number;
}

function saturationOf({ network }: RoadModel, link: number, flow: number): number {
  return flow / (network.capacity[link] as number);
}

/** The zones with trips that find no way, those with the most first. */
function missing(model: RoadModel, { unserved }: Equilibrium): Rated[] {
  return zonesShortOfTrips(model, unserved).map((zone) => ({
    twin: model.places[zone.place]?.twin as string,
    value: zone.unserved,
  }));
}

/** Roads near their capacity or above it; nothing where all are far below. */
function busiest({ model, equilibrium }: CongestionAnswer): Finding[] {
  const rated = model.roads.map(({ twin }, link) => ({
    twin,
    value: saturationOf(model, link, equilibrium.flow[link] as number),
  }));
  const used = rated.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const [first] = used;
  if (first === undefined || first.value < tellingUtilisation) return [];
  const over = used.filter(({ value }) => value > 1).length;
  const others = over === 0 ? '' : `; ${over} of ${rated.length} roads carry more than theirs`;
  const text = `The most saturated road is ${first.twin}, which carries ${percent(first.value)} of its capacity${others}.`;
  const twins = used.slice(0, most).map((road) => ({ ...road, utilisation: road.value }));
  return [{ mechanism, kind: 'bottleneck', text, twins }];
}

function cutOff({ model, equilibrium }: CongestionAnswer): Finding[] {
  const short = missing(model, equilibrium);
  if (short.length === 0) return [];
  const trips = Number(sum(equilibrium.unserved).toPrecision(6));
  const text = `${trips} trips an hour find no way, to or from ${short.length} zones; ${short[0]?.twin} misses the most.`;
  return [{ mechanism, kind: 'unservedTrips', text, twins: short.slice(0, most) }];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
