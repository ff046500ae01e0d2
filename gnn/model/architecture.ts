/**
 * The network, written once: encode, one recurrent message block with the same weights at every
 * step, decode a hazard at each step. Run on tensors by training and on plain arrays by serving.
 *
 * Step t of the recurrence is step t of the cascade. What has freshly failed adds stress to the limits
 * of others and relieves some (`rises`, `falls`: what one step of simulation says of each failure
 * alone); an element also hears from those that its limits lean on, and from its neighbours. Depth
 * grows with the cascade, not with the weights.
 * After the encode-process-decode networks of Battaglia et al. 2018, with the gates of Cho et al.
 * 2014 and the discrete-time hazard of Gensheimer and Narasimhan 2019 (Nnet-survival).
 */
import type { Algebra } from './algebra.ts';

/** The sizes of the network; the weights depend on these alone, not on any graph. */
export interface Architecture {
  /** Features of an element, see `src/predict/gnn/features.ts`. */
  readonly nodeFeatures: number;
  /** Features of a limit. */
  readonly limitFeatures: number;
  /** Features of an element at one step. */
  readonly stepFeatures: number;
  /** Width of the hidden state, H below. */
  readonly hidden: number;
}

/** The weights by name; `[1, m]` are biases. S is the number of step features. */
export interface Weights<D> {
  /** `[nodeFeatures, H]` */
  readonly encode: D;
  readonly encodeBias: D;
  /** A limit's features, among them its name: the relation's type. `[limitFeatures, H]` */
  readonly relation: D;
  readonly relationBias: D;
  /** What one that fails tells others, and how loudly. `[H, H]`, `[1, H]` */
  readonly send: D;
  readonly loudness: D;
  /** Stress of a limit, and what was just added and taken. `[3, H]` */
  readonly gauge: D;
  readonly gaugeBias: D;
  /** What a limit makes of all that. `[4H + 1 + S, H]` */
  readonly message: D;
  /** The gates. `[4H + 3 + S, H]` */
  readonly update: D;
  readonly updateBias: D;
  readonly reset: D;
  readonly resetBias: D;
  /** `[4H + 3 + S, H]` */
  readonly candidate: D;
  readonly candidateBias: D;
  /** `[2H + S, H]` */
  readonly decode: D;
  readonly decodeBias: D;
  /** `[H, 1]` */
  readonly hazard: D;
  readonly hazardBias: D;
}

/** The name and shape of each weight, in the order in which they are stored. */
export function weightShapes(a: Architecture): Record<keyof Weights<never>, [number, number]> {
  const [h, s] = [a.hidden, a.stepFeatures];
  const around = 4 * h + 3 + s;
  return {
    encode: [a.nodeFeatures, h],
    encodeBias: [1, h],
    relation: [a.limitFeatures, h],
    relationBias: [1, h],
    send: [h, h],
    loudness: [1, h],
    gauge: [3, h],
    gaugeBias: [1, h],
    message: [4 * h + 1 + s, h],
    update: [around, h],
    updateBias: [1, h],
    reset: [around, h],
    resetBias: [1, h],
    candidate: [around, h],
    candidateBias: [1, h],
    decode: [2 * h + s, h],
    decodeBias: [1, h],
    hazard: [h, 1],
    hazardBias: [1, 1],
  };
}

/**
 * What the network sees of one stress network with K onsets side by side: row = element · K + onset.
 * n elements, m limits.
 */
export interface Inputs<D, S> {
  /** `[nK, nodeFeatures]` */
  readonly nodes: D;
  /** `[mK, limitFeatures]` */
  readonly limits: D;
  /** What is known of step t from the declared rules. `[nK, S]`, t counts from 1 */
  readonly step: (t: number) => D;
  /** 1 for an element that has failed now, and 1 for one that can fail at all. `[nK, 1]` each */
  readonly failed: D;
  readonly exposed: D;
  /** Stress after that. `[mK, 1]` */
  readonly stress: D;
  /** Each limit's mean over those that it leans on, by how much. `[m, n]` */
  readonly supports: S;
  /** Stress that a failure adds, and that it takes, both positive. `[m, n]` */
  readonly rises: S;
  readonly falls: S;
  /** Each element's sum over its limits: all must hold. `[n, m]` */
  readonly owned: S;
  /** Each element's mean over its neighbours. `[n, n]` */
  readonly neighbours: S;
}

/** The recurrent state: hidden values, the probability of having failed by now and of just failing. */
export interface State<D> {
  /** `[nK, H]` */
  readonly hidden: D;
  /** `[nK, 1]` each */
  readonly failed: D;
  readonly fresh: D;
  /** The probability that one that can fail has not yet. `[nK, 1]` */
  readonly alive: D;
  /** `[mK, 1]` */
  readonly stress: D;
}

/** One step's outcome. `logits` are of the hazard: of failing at this step, given not before. */
export interface Step<D> extends State<D> {
  /** `[nK, 1]` */
  readonly logits: D;
}

/** What truly fails at step t, `[nK, 1]`, in place of what the network makes of it; for training. */
export type Truth<D> = (t: number) => D | undefined;

/** What all steps share, and where they begin. */
export interface Begun<D> {
  /** What limits are like. `[mK, H]` */
  readonly relation: D;
  readonly state: State<D>;
}

/** The steps of a cascade, one at a time, without end: the caller stops when it has enough. */
export function* rollOut<D, S>(
  algebra: Algebra<D, S>,
  weights: Weights<D>,
  inputs: Inputs<D, S>,
  truth: Truth<D> = () => undefined,
): Generator<Step<D>, never> {
  const { relation, state } = begin(algebra, weights, inputs);
  let last: State<D> = state;
  for (let t = 1; ; t++) {
    const step = advance(algebra, weights, { inputs, relation, state: last, t }, truth(t));
    last = step;
    yield step;
  }
}

/** Encodes what is seen. */
export function begin<D, S>(
  { affine, tanh }: Algebra<D, S>,
  weights: Weights<D>,
  { nodes, limits, failed, exposed, stress }: Inputs<D, S>,
): Begun<D> {
  const hidden = tanh(affine(nodes, weights.encode, weights.encodeBias)); // [nK, H]
  const relation = affine(limits, weights.relation, weights.relationBias); // [mK, H]
  return { relation, state: { hidden, failed, fresh: failed, alive: exposed, stress } };
}

/** Step t, after the state of the one before; `truth` is what truly fails at it, for training. */
export function advance<D, S>(
  algebra: Algebra<D, S>,
  weights: Weights<D>,
  { inputs, relation, state, t }: Begun<D> & { readonly inputs: Inputs<D, S>; readonly t: number },
  truth?: D,
): Step<D> {
  const { add, affine, join, multiply, relu, sigmoid, subtract } = algebra;
  const step = inputs.step(t);
  const shifted = shift(algebra, weights, { inputs, state });
  // What had failed at first counts in the first stress already.
  const stress = t === 1 ? state.stress : stressAfter(algebra, state.stress, shifted);
  const at = { inputs, relation, step, shifted, state: { ...state, stress } };
  const below = limits(algebra, weights, at); // [nK, H]
  const hidden = gatedUpdate(algebra, weights, { ...at, below });
  const told = join([hidden, below, step]); // [nK, 2H + S]
  const decoded = relu(affine(told, weights.decode, weights.decodeBias));
  const logits = affine(decoded, weights.hazard, weights.hazardBias); // [nK, 1]
  const fresh = truth ?? multiply(state.alive, sigmoid(logits));
  const failed = add(state.failed, fresh);
  return { hidden, failed, fresh, alive: subtract(state.alive, fresh), stress, logits };
}

interface At<D, S> {
  readonly inputs: Inputs<D, S>;
  readonly state: State<D>;
}

interface Shifted<D> {
  /** What those say that fail now, `[nK, H]`, and what of it comes to limits, `[mK, H]`. */
  readonly sent: D;
  readonly risen: D;
  readonly fallen: D;
  /** Stress that they add and take. `[mK, 1]` */
  readonly added: D;
  readonly taken: D;
}

function shift<D, S>(
  { aggregate, matMul, multiply }: Algebra<D, S>,
  weights: Weights<D>,
  { inputs: { rises, falls }, state: { hidden, fresh } }: At<D, S>,
): Shifted<D> {
  const sent = multiply(matMul(hidden, weights.send), matMul(fresh, weights.loudness));
  return {
    sent,
    risen: aggregate(rises, sent),
    fallen: aggregate(falls, sent),
    added: aggregate(rises, fresh),
    taken: aggregate(falls, fresh),
  };
}

function stressAfter<D, S>(
  { add, subtract }: Algebra<D, S>,
  stress: D,
  { added, taken }: Shifted<D>,
): D {
  return subtract(add(stress, added), taken);
}

interface AtStep<D, S> extends At<D, S> {
  readonly relation: D;
  readonly step: D;
  readonly shifted: Shifted<D>;
}

/** What an element's limits tell it. `[nK, H]` */
function limits<D, S>(
  { add, affine, aggregate, join, matMul, relu, tanh }: Algebra<D, S>,
  weights: Weights<D>,
  { inputs, relation, step, shifted, state }: AtStep<D, S>,
): D {
  const { risen, fallen, added, taken } = shifted;
  const heard = aggregate(inputs.supports, join([state.hidden, state.failed, step])); // [mK, H + 1 + S]
  const reading = join([state.stress, added, taken]);
  const gauge = tanh(affine(reading, weights.gauge, weights.gaugeBias)); // [mK, H]
  const all = join([heard, risen, fallen, gauge]); // [mK, 4H + 1 + S]
  return aggregate(inputs.owned, relu(add(matMul(all, weights.message), relation)));
}

/** GRU: z = σ([around, h] Wz), r = σ([around, h] Wr), c = tanh([around, r ⊙ h] Wc), h' = h + z ⊙ (c - h). */
function gatedUpdate<D, S>(
  { add, affine, aggregate, join, multiply, sigmoid, subtract, tanh }: Algebra<D, S>,
  weights: Weights<D>,
  { inputs, step, shifted, state, below }: AtStep<D, S> & { readonly below: D },
): D {
  const { hidden, failed, fresh } = state;
  const beside = aggregate(inputs.neighbours, join([hidden, shifted.sent, fresh])); // [nK, 2H + 1]
  const around = [below, beside, failed, fresh, step];
  const all = join([...around, hidden]); // [nK, 4H + 3 + S]
  const update = sigmoid(affine(all, weights.update, weights.updateBias)); // [nK, H]
  const reset = sigmoid(affine(all, weights.reset, weights.resetBias)); // [nK, H]
  const kept = join([...around, multiply(reset, hidden)]);
  const candidate = tanh(affine(kept, weights.candidate, weights.candidateBias));
  return add(hidden, multiply(update, subtract(candidate, hidden)));
}
