/**
 * A supply chain as the linear program of survival sees it: places (stores, then supplies), the lanes
 * between them, rates of demand, and a steady flow. Made by `buildSurvivalNetwork`.
 */
import type { BalanceModel, Input } from './balance-model.ts';

/** What is under way to a store by some lanes. */
export interface PipelineInput extends Input {
  /** Of its first lane. */
  readonly twin: string;
  readonly underWay: number;
  /** Units of the store's item that are made of what is under way. */
  readonly most: number;
}

export interface SurvivalNetwork {
  readonly model: BalanceModel;
  /** Of each place, the lanes that leave it; a place is a store, or `stores + supply`. */
  readonly leaving: readonly (readonly number[])[];
  /** By lane: the places it joins, and units under way. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly underWay: Float64Array;
  /** By place, its turn when those come first that nobody brings anything; absent where there is a circle. */
  readonly turns: Int32Array | undefined;
  /** Of each store, the inputs that take anything, the one first that runs out first. */
  readonly pipelines: readonly (readonly PipelineInput[])[];
  /** By demand: mean units a period, and what a unit lost costs. */
  readonly rates: Float64Array;
  readonly values: Float64Array;
  /** Units a period that a place gives at most, whichever ways all demand is served. */
  mostRate(place: number): number;
  /** By lane: units a period of a flow that serves all demand and needs no stock. */
  readonly flow: Float64Array;
  /** So many times that flow could go on for ever too: 1 or more where there is such a flow. */
  readonly headroom: number;
  /** Whether there is such a flow that serves all demand. */
  readonly lasts: boolean;
  /** Periods that count as for ever: a hundred years. */
  readonly forever: number;
}
