/**
 * What a water network did over hydraulic time: the state after each solution, and what was asked
 * and delivered. Filled by `network-run.ts`, read by `water-outputs.ts`.
 */
import type { WaterModel } from './water-model.ts';

/** The state of the network from a time on. */
export interface Frame {
  /** Seconds after the start of the run. */
  readonly time: number;
  /** By node: metre; pressure of junctions, level of tanks, 0 of reservoirs. */
  readonly head: Float64Array;
  readonly pressure: Float64Array;
  /** By junction: litre per second. */
  readonly demand: Float64Array;
  readonly served: Float64Array;
  /** By link: litre per second, against its direction below 0. */
  readonly flow: Float64Array;
}

/** Numbers that are kept of a network, about 130 MB. */
const mostNumbers = 16_000_000;

export class WaterRecord {
  readonly model: WaterModel;
  /** Those that are kept: all, or for a long run every second, fourth … and the last. */
  readonly frames: Frame[] = [];
  /** Cubic metres. */
  servedVolume = 0;
  unmetVolume = 0;
  /** Litre per second, at the worst time. */
  mostUnmet = 0;
  /** Metre, of a junction that asks for water; infinite before the first. */
  lowestPressure = Number.POSITIVE_INFINITY;
  /** By junction: cubic metres that were asked and not delivered. */
  readonly unmet: Float64Array;
  /** Codes of EPANET's warnings, each with the first time. */
  readonly warnings = new Map<number, number>();
  readonly #keepsFrames: boolean;
  #present: Frame | undefined;
  #count = 0;
  #stride = 1;

  /** Without frames only figures are summed up. */
  constructor(model: WaterModel, keepsFrames = true) {
    this.model = model;
    this.#keepsFrames = keepsFrames;
    this.unmet = new Float64Array(model.junctionCount);
  }

  /** Takes a solution; another one of the same time takes the place of the first. */
  add(frame: Frame, warning: number): void {
    if (this.#present !== undefined && this.#present.time < frame.time) this.#keep(this.#present);
    this.#present = frame;
    if (warning > 0 && !this.warnings.has(warning)) this.warnings.set(warning, frame.time);
  }

  /** The present solution holds until a time; then another follows. */
  pass(until: number): void {
    const frame = this.#present;
    if (frame === undefined) return;
    this.#judge(frame);
    const cubicMetres = (until - frame.time) / 1000;
    for (let j = 0; j < frame.demand.length; j++) {
      const served = frame.served[j] as number;
      const unmet = Math.max(0, (frame.demand[j] as number) - served);
      this.servedVolume += served * cubicMetres;
      this.unmetVolume += unmet * cubicMetres;
      this.unmet[j] = (this.unmet[j] as number) + unmet * cubicMetres;
    }
  }

  /** Takes the last solution in. */
  end(until: number): void {
    if (this.#present === undefined) return;
    this.pass(until);
    if (this.#keepsFrames) this.frames.push(this.#present);
    this.#present = undefined;
  }

  #judge({ demand, served, pressure }: Frame): void {
    let unmet = 0;
    for (let j = 0; j < demand.length; j++) {
      if ((demand[j] as number) <= 0) continue;
      unmet += Math.max(0, (demand[j] as number) - (served[j] as number));
      this.lowestPressure = Math.min(this.lowestPressure, pressure[j] as number);
    }
    this.mostUnmet = Math.max(this.mostUnmet, unmet);
  }

  #keep(frame: Frame): void {
    if (!this.#keepsFrames || this.#count++ % this.#stride !== 0) return;
    this.frames.push(frame);
    const { nodes, links, junctionCount } = this.model;
    const width = 2 * nodes.length + 2 * junctionCount + links.length;
    if (this.frames.length < 3 || this.frames.length * width <= mostNumbers) return;
    const kept = this.frames.filter((_, index) => index % 2 === 0);
    this.frames.splice(0, this.frames.length, ...kept);
    this.#stride *= 2;
  }
}
