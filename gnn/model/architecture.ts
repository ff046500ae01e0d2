/**
 * The network, written once: encode, one recurrent message block whose weights all steps share,
 * decode a hazard at each step. Run on tensors by training and on plain arrays by serving.
 *
 * Step t of the recurrence is step t of the cascade: what a twin learns of its supports moves on by
 * one dependency per step, as failures do. Depth grows with the cascade, not with the weights.
 * After the encode-process-decode networks of Battaglia et al. 2018, with the gates of Cho et al.
 * 2014 and the discrete-time hazard of Gensheimer and Narasimhan 2019 (Nnet-survival).
 */
import type { Algebra } from './algebra.ts';

/** The sizes of the network; the weights depend on these alone, not on any graph. */
export interface Architecture {
  /** Features of a node, see `src/predict/gnn/features.ts`. */
  readonly nodeFeatures: number;
  /** Features of a dependency group. */
  readonly groupFeatures: number;
  /** Features of a node at one step. */
  readonly stepFeatures: number;
  /** Width of the hidden state, H below. */
  readonly hidden: number;
}

/** The weights by name; `[1, m]` are biases. */
export interface Weights<D> {
  /** `[nodeFeatures, H]` */
  readonly encode: D;
  readonly encodeBias: D;
  /** A group's features, among them its commodity: the relation's type. `[groupFeatures, H]` */
  readonly relation: D;
  readonly relationBias: D;
  /** Supports to group. `[H + 1 + stepFeatures, H]` */
  readonly message: D;
  /** The gates. `[3H + 1 + stepFeatures, H]` */
  readonly update: D;
  readonly updateBias: D;
  readonly reset: D;
  readonly resetBias: D;
  /** `[3H + 1 + stepFeatures, H]` */
  readonly candidate: D;
  readonly candidateBias: D;
  /** `[H + stepFeatures, 1]` */
  readonly hazard: D;
  readonly hazardBias: D;
}

/** The name and shape of each weight, in the order in which they are stored. */
export function weightShapes(a: Architecture): Record<keyof Weights<never>, [number, number]> {
  const [h, s] = [a.hidden, a.stepFeatures];
  return {
    encode: [a.nodeFeatures, h],
    encodeBias: [1, h],
    relation: [a.groupFeatures, h],
    relationBias: [1, h],
    message: [h + 1 + s, h],
    update: [3 * h + 1 + s, h],
    updateBias: [1, h],
    reset: [3 * h + 1 + s, h],
    resetBias: [1, h],
    candidate: [3 * h + 1 + s, h],
    candidateBias: [1, h],
    hazard: [h + s, 1],
    hazardBias: [1, 1],
  };
}

/** What the network sees of one graph, or of several as one block-diagonal batch. */
export interface Inputs<D, S> {
  /** `[nodes, nodeFeatures]` */
  readonly nodes: D;
  /** `[groups, groupFeatures]` */
  readonly groups: D;
  /** What is known of step t from the declared rules. `[nodes, stepFeatures]`, t counts from 1 */
  readonly step: (t: number) => D;
  /** 1 for a node that has failed now. `[nodes, 1]` */
  readonly failed: D;
  /** Each group's mean over its supports, by weight. `[groups, nodes]` */
  readonly supports: S;
  /** Each node's sum over its groups: all must hold. `[nodes, groups]` */
  readonly owned: S;
  /** Each node's mean over those that depend on it. `[nodes, nodes]` */
  readonly dependents: S;
}

/** The recurrent state: hidden values, and the probability of having failed so far. */
export interface State<D> {
  /** `[nodes, H]` */
  readonly hidden: D;
  /** `[nodes, 1]` */
  readonly failed: D;
}

/** One step's outcome. `logits` are of the hazard: of failing at this step, given not before. */
export interface Step<D> extends State<D> {
  /** `[nodes, 1]` */
  readonly logits: D;
}

/** The steps of a cascade, one at a time, without end: the caller stops when it has enough. */
export function* rollOut<D, S>(
  algebra: Algebra<D, S>,
  weights: Weights<D>,
  inputs: Inputs<D, S>,
): Generator<Step<D>, never> {
  const { affine, tanh } = algebra;
  // [nodes, nodeFeatures] → [nodes, H]
  let hidden = tanh(affine(inputs.nodes, weights.encode, weights.encodeBias));
  // [groups, groupFeatures] → [groups, H]
  const relation = affine(inputs.groups, weights.relation, weights.relationBias);
  let failed = inputs.failed;
  for (let t = 1; ; t++) {
    const step = inputs.step(t);
    hidden = advance(algebra, weights, { inputs, relation, step, hidden, failed });
    // [nodes, H + stepFeatures] → [nodes, 1]
    const logits = affine(algebra.join([hidden, step]), weights.hazard, weights.hazardBias);
    failed = accumulate(algebra, failed, algebra.sigmoid(logits));
    yield { hidden, failed, logits };
  }
}

interface Advance<D, S> extends State<D> {
  readonly inputs: Inputs<D, S>;
  readonly relation: D;
  readonly step: D;
}

/** One pass of the shared block: messages along both directions, then the gated update. */
function advance<D, S>(algebra: Algebra<D, S>, weights: Weights<D>, at: Advance<D, S>): D {
  const { add, aggregate, join, matMul, relu } = algebra;
  const { inputs, hidden, failed, step } = at;
  // Down the dependencies. The column `failed` becomes the failed share of the group's weight,
  // which the group compares with its need: [groups, H + 1 + stepFeatures] → [groups, H]
  const heard = aggregate(inputs.supports, join([hidden, failed, step]));
  const messages = relu(add(matMul(heard, weights.message), at.relation));
  const below = aggregate(inputs.owned, messages); // [nodes, H]
  // Up the dependencies, with weights of its own in the gates: [nodes, H]
  const above = aggregate(inputs.dependents, hidden);
  return gatedUpdate(algebra, weights, { hidden, around: [below, above, failed, step] });
}

/** GRU: z = σ([around, h] Wz), r = σ([around, h] Wr), c = tanh([around, r ⊙ h] Wc), h' = h + z ⊙ (c - h). */
function gatedUpdate<D, S>(
  { add, affine, join, multiply, sigmoid, subtract, tanh }: Algebra<D, S>,
  weights: Weights<D>,
  { hidden, around }: { hidden: D; around: readonly D[] },
): D {
  const all = join([...around, hidden]); // [nodes, 3H + 1 + stepFeatures]
  const update = sigmoid(affine(all, weights.update, weights.updateBias)); // [nodes, H]
  const reset = sigmoid(affine(all, weights.reset, weights.resetBias)); // [nodes, H]
  const kept = join([...around, multiply(reset, hidden)]);
  const candidate = tanh(affine(kept, weights.candidate, weights.candidateBias));
  return add(hidden, multiply(update, subtract(candidate, hidden)));
}

/** Failed by now: f' = f + (1 - f) · hazard. */
function accumulate<D, S>({ add, multiply, subtract }: Algebra<D, S>, failed: D, hazard: D): D {
  return add(failed, subtract(hazard, multiply(failed, hazard)));
}
