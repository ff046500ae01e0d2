/**
 * Runs the members of the ensemble on one network and joins what they say. Called by the predictor,
 * and by evaluation, so that what is measured is what is served.
 */
import { setImmediate } from 'node:timers/promises';
import { HeapAlgebra, type HeapRows, type HeapSparse } from '../../../gnn/kernels/heap-algebra.ts';
import {
  type Architecture,
  advance,
  begin,
  type Inputs,
  type State,
  type Weights,
} from '../../../gnn/model/architecture.ts';
import type { Matrix } from '../../../gnn/model/array-algebra.ts';
import { type Normalisation, normalise } from '../../../gnn/model/normalisation.ts';
import { mapWeights } from '../../../gnn/model/weights.ts';
import { type GraphFeatures, stepFeatures } from './features.ts';

export interface Ensemble {
  readonly architecture: Architecture;
  readonly normalisation: { readonly nodes: Normalisation; readonly limits: Normalisation };
  readonly members: readonly Weights<Matrix>[];
}

/** What is expected of each element after each of K onsets; row = element · K + onset. */
export interface Joined {
  /** Probability of failing within the steps, mean of the members. `[nK]` */
  readonly probability: Float64Array;
  /** Least and greatest among the members. `[nK]` */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Expected step of the failure, given that it comes. `[nK]` */
  readonly step: Float64Array;
}

export interface Outlook extends Joined {
  /** Probability by the first member, not cooled, and what it saw: causes are sought in these. */
  readonly firstProbability: Float64Array;
  readonly trace: Trace;
}

export interface OutlookOptions {
  readonly steps: number;
  /** See `TemperatureScale`. */
  readonly temperature: number;
}

/** What the members expect. Other work goes on between steps. */
export async function outlookOf(
  ensemble: Ensemble,
  features: GraphFeatures,
  { steps, temperature }: OutlookOptions,
): Promise<Outlook> {
  const placed = placedOn(new HeapAlgebra(), ensemble, features);
  const members: MemberOutlook[] = [];
  for (const [i, weights] of ensemble.members.entries()) {
    const isTraced = i === 0;
    members.push(await paced(memberSteps(placed, weights, { steps, isTraced })));
  }
  const [first] = members as [MemberOutlook, ...MemberOutlook[]];
  const { probability: firstProbability, trace } = first;
  return { ...joined(members, temperature), firstProbability, trace };
}

/** The members' outlooks as one, cooled. */
export function joined(members: readonly Said[], temperature: number): Joined {
  const rows = members[0]?.probability.length ?? 0;
  const [probability, step] = [new Float64Array(rows), new Float64Array(rows)];
  const [low, high] = [new Float64Array(rows).fill(1), new Float64Array(rows)];
  for (const own of members) {
    for (let row = 0; row < rows; row++) {
      const p = cooled(own.probability[row] ?? 0, temperature);
      probability[row] = (probability[row] ?? 0) + p / members.length;
      low[row] = Math.min(low[row] ?? 1, p);
      high[row] = Math.max(high[row] ?? 0, p);
      step[row] = (step[row] ?? 0) + (own.step[row] ?? 0) / members.length;
    }
  }
  return { probability, low, high, step };
}

/** The states of the recurrence after each step, the last one when the cascade was over. */
export type Trace = readonly State<Matrix>[];

/** Probability and expected step by one member, not yet cooled. `[nK]` each */
export interface Said {
  readonly probability: Float64Array;
  readonly step: Float64Array;
}

interface MemberOutlook extends Said {
  readonly trace: Trace;
}

/** What each member says, in one go: for evaluation, where nobody waits. */
export function saidBy(ensemble: Ensemble, features: GraphFeatures, steps: number): Said[] {
  const placed = placedOn(new HeapAlgebra(), ensemble, features);
  return ensemble.members.map((weights) => {
    const rolled = memberSteps(placed, weights, { steps, isTraced: false });
    for (;;) {
      const { done, value } = rolled.next();
      if (done) return { probability: value.probability, step: value.step };
    }
  });
}

/** Runs to the end, and lets whatever waits go first between steps. */
export async function paced<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

/** A network in the memory of the kernels, for each member in turn. */
interface Placed {
  readonly heap: HeapAlgebra;
  readonly ensemble: Ensemble;
  readonly features: GraphFeatures;
  readonly inputs: Inputs<HeapRows, HeapSparse>;
}

function placedOn(heap: HeapAlgebra, ensemble: Ensemble, features: GraphFeatures): Placed {
  const { normalisation } = ensemble;
  const { messages, failed, exposed, stress } = features;
  const inputs = {
    nodes: heap.dense(normalise(features.nodes, normalisation.nodes)),
    limits: heap.dense(normalise(features.limits, normalisation.limits)),
    failed: heap.dense(failed),
    exposed: heap.dense(exposed),
    stress: heap.dense(stress),
    supports: heap.sparse(messages.supports),
    rises: heap.sparse(messages.rises),
    falls: heap.sparse(messages.falls),
    owned: heap.sparse(messages.owned),
    neighbours: heap.sparse(messages.neighbours),
    step: (t: number) => heap.dense(stepFeatures(features, t)),
  };
  return { heap, ensemble, features, inputs };
}

/** One over the hazard at a step, which is the probability of failing then, given not before. */
export function inverseHazard(logit: number, offset: number): number {
  return 1 + Math.exp(-(logit + offset));
}

interface MemberOptions {
  readonly steps: number;
  /** Whether the states are kept. */
  readonly isTraced: boolean;
}

function* memberSteps(
  { heap, ensemble, features: { exposed, offset }, inputs }: Placed,
  member: Weights<Matrix>,
  { steps, isTraced }: MemberOptions,
): Generator<void, MemberOutlook> {
  const before = heap.mark();
  const weights = mapWeights(ensemble.architecture, (name) => heap.dense(member[name]));
  const start = heap.mark();
  const { relation, ...begun } = begin(heap, weights, inputs);
  let state = begun.state;
  const alive = Float64Array.from(exposed.values);
  const weighted = new Float64Array(alive.length);
  const trace: State<Matrix>[] = [];
  let expected = 0;
  // Where there is no limit nothing can fail, and there is nothing to run on.
  const last = inputs.owned.columns === 0 ? 0 : steps;
  for (let t = 1; t <= last; t++) {
    const { logits, ...next } = advance(heap, weights, { inputs, relation, state, t });
    state = next;
    if (isTraced) trace.push(readState(heap, state));
    const hazards = heap.read(logits).values;
    heap.settle(start, [relation, ...Object.values(state)]);
    let spread = 0;
    for (let row = 0; row < alive.length; row++) {
      const left = alive[row] as number;
      if (left === 0) continue;
      const lost = left / inverseHazard(hazards[row] as number, offset[row] as number);
      alive[row] = left - lost;
      weighted[row] = (weighted[row] as number) + t * lost;
      spread += lost;
    }
    expected += spread;
    if (t >= leastSteps && spread < stillness * expected) break;
    yield;
  }
  heap.settle(before, []);
  const probability = alive.map((value, row) => (exposed.values[row] as number) - value);
  const step = weighted.map((sum, row) => sum / (probability[row] || 1));
  return { probability, step, trace };
}

function readState(heap: HeapAlgebra, state: State<HeapRows>): State<Matrix> {
  return {
    hidden: heap.read(state.hidden),
    failed: heap.read(state.failed),
    fresh: heap.read(state.fresh),
    alive: heap.read(state.alive),
    stress: heap.read(state.stress),
  };
}

/** The cascade is over when a step adds less than this share to the failures expected so far. */
const stillness = 0.005;
const leastSteps = 4;

/** `σ(logit(p) / temperature)` */
export function cooled(probability: number, temperature: number): number {
  if (probability <= 0 || probability >= 1) return probability;
  return 1 / (1 + Math.exp(-Math.log(probability / (1 - probability)) / temperature));
}
