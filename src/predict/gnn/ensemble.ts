/**
 * Runs the members of the ensemble on one graph and joins what they say. Called by the predictor,
 * and by evaluation, so that what is measured is what is served.
 */
import { setImmediate } from 'node:timers/promises';
import {
  type Architecture,
  rollOut,
  type State,
  type Step,
  type Weights,
} from '../../../gnn/model/architecture.ts';
import { arrayAlgebra, type Matrix } from '../../../gnn/model/array-algebra.ts';
import { type Normalisation, normalise } from '../../../gnn/model/normalisation.ts';
import { type GraphFeatures, stepFeatures } from './features.ts';

export interface Ensemble {
  readonly architecture: Architecture;
  readonly normalisation: { readonly nodes: Normalisation; readonly groups: Normalisation };
  readonly members: readonly Weights<Matrix>[];
}

export interface Outlook {
  /** Probability of failing within the steps, mean of the members. `[nodes]` */
  readonly probability: Float64Array;
  /** Least and greatest among the members. `[nodes]` */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Expected step of the failure, given that it comes. `[nodes]` */
  readonly step: Float64Array;
  /** Probability by the first member, not cooled, and what it saw: causes are sought in these. */
  readonly firstProbability: Float64Array;
  readonly trace: Trace;
}

export interface OutlookOptions {
  readonly steps: number;
  /** Added to each hazard's logit: -log(nodes) where one failure anywhere is awaited, else 0. */
  readonly offset: number;
  /** See `TemperatureScale`. */
  readonly temperature: number;
  /** 1 where a node can fail at all: it has not yet, and it needs something. `[nodes]` */
  readonly mayFail: Uint8Array;
}

/** What the members expect of each node. Other work goes on between steps. */
export async function outlookOf(
  ensemble: Ensemble,
  features: GraphFeatures,
  options: OutlookOptions,
): Promise<Outlook> {
  const nodes = features.declared.length;
  const count = ensemble.members.length;
  const [probability, step] = [new Float64Array(nodes), new Float64Array(nodes)];
  const [low, high] = [new Float64Array(nodes).fill(1), new Float64Array(nodes)];
  let first: MemberOutlook | undefined;
  for (const member of ensemble.members) {
    const own = await paced(memberSteps(ensemble, member, { features, ...options }));
    first ??= own;
    for (let node = 0; node < nodes; node++) {
      const p = cooled(own.probability[node] ?? 0, options.temperature);
      probability[node] = (probability[node] ?? 0) + p / count;
      low[node] = Math.min(low[node] ?? 1, p);
      high[node] = Math.max(high[node] ?? 0, p);
      step[node] = (step[node] ?? 0) + (own.step[node] ?? 0) / count;
    }
  }
  const { trace = [], probability: firstProbability = new Float64Array(nodes) } = first ?? {};
  return { probability, low, high, step, firstProbability, trace };
}

/** The states of the recurrence after each step, the last one when the cascade was over. */
export type Trace = readonly State<Matrix>[];

interface MemberOptions extends OutlookOptions {
  readonly features: GraphFeatures;
}

/** Probability and expected step by one member, not yet cooled. `[nodes]` each */
interface MemberOutlook {
  readonly probability: Float64Array;
  readonly step: Float64Array;
  readonly trace: Trace;
}

/** What one member says, in one go: for evaluation, where nobody waits. */
export function memberOutlook(
  ensemble: Ensemble,
  weights: Weights<Matrix>,
  options: MemberOptions,
): MemberOutlook {
  const steps = memberSteps(ensemble, weights, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Runs to the end, and lets whatever waits go first between steps. */
export async function paced<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

/** The recurrence of one member on the features, not yet begun. */
export function rolledOut(
  { normalisation }: Ensemble,
  weights: Weights<Matrix>,
  features: GraphFeatures,
): Generator<Step<Matrix>, never> {
  return rollOut(arrayAlgebra, weights, {
    ...features,
    nodes: normalise(features.nodes, normalisation.nodes),
    groups: normalise(features.groups, normalisation.groups),
    step: (t) => stepFeatures(features.declared, t),
  });
}

/** One over the hazard at a step, which is the probability of failing then, given not before. */
export function inverseHazard(logit: number, offset: number): number {
  return 1 + Math.exp(-(logit + offset));
}

function* memberSteps(
  ensemble: Ensemble,
  weights: Weights<Matrix>,
  { features, steps, offset, mayFail }: MemberOptions,
): Generator<void, MemberOutlook> {
  const nodes = features.declared.length;
  const alive = Float64Array.from(mayFail);
  const reachable = alive.reduce((sum, flag) => sum + flag, 0);
  const weighted = new Float64Array(nodes);
  const trace: State<Matrix>[] = [];
  const rolled = rolledOut(ensemble, weights, features);
  for (let t = 1; t <= steps; t++) {
    const { hidden, failed, logits } = rolled.next().value;
    trace.push({ hidden, failed });
    let spread = 0;
    let left = 0;
    for (let node = 0; node < nodes; node++) {
      const lost = (alive[node] ?? 0) / inverseHazard(logits.values[node] ?? 0, offset);
      alive[node] = (alive[node] ?? 0) - lost;
      weighted[node] = (weighted[node] ?? 0) + t * lost;
      spread += lost;
      left += alive[node] ?? 0;
    }
    if (t >= leastSteps && spread < stillness * (reachable - left)) break;
    yield;
  }
  const probability = alive.map((value, node) => (mayFail[node] ?? 0) - value);
  const step = weighted.map((sum, node) => sum / (probability[node] || 1));
  return { probability, step, trace };
}

/** The cascade is over when a step adds less than this share to the failures expected so far. */
const stillness = 0.005;
const leastSteps = 4;

/** `σ(logit(p) / temperature)` */
export function cooled(probability: number, temperature: number): number {
  if (probability <= 0 || probability >= 1) return probability;
  return 1 / (1 + Math.exp(-Math.log(probability / (1 - probability)) / temperature));
}
