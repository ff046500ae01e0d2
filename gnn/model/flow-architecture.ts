/**
 * The network that forecasts saturated links, written once: encode, one recurrent message block whose
 * weights all iterations share, decode. Run on tensors by training, on plain arrays by serving.
 *
 * Its nodes are links. One iteration carries what a link holds to those up and down stream of it and
 * to those that compete for its trips, as trips move between ways while an equilibrium is sought.
 * After the encode-process-decode networks of Battaglia et al. 2018, with the gates of Cho et al. 2014.
 */
import type { Algebra } from './algebra.ts';

/** The sizes of the network; the weights depend on these alone, not on any graph. */
export interface FlowArchitecture {
  /** Features of a link, see `src/predict/flow/features.ts`. */
  readonly linkFeatures: number;
  /** Kinds of neighbours of a link, each with weights of its own. */
  readonly relations: number;
  /** Width of the hidden state, H below. */
  readonly hidden: number;
  /** Passes of the shared block. */
  readonly iterations: number;
}

/** Columns of the output: the logit of saturation above 1, then its quantiles. */
export const flowOutputs = 4;

/** The weights by name; `[1, m]` are biases. */
export interface FlowWeights<D> {
  /** `[linkFeatures, H]` */
  readonly encode: D;
  readonly encodeBias: D;
  /** `[H, H]` */
  readonly embed: D;
  readonly embedBias: D;
  /** All kinds of neighbours and the link itself. `[(relations + 1) H, H]` */
  readonly message: D;
  readonly messageBias: D;
  /** The gates. `[3H, H]` */
  readonly update: D;
  readonly updateBias: D;
  readonly reset: D;
  readonly resetBias: D;
  readonly candidate: D;
  readonly candidateBias: D;
  /** `[2H, H]` */
  readonly decode: D;
  readonly decodeBias: D;
  /** `[H, flowOutputs]` */
  readonly output: D;
  readonly outputBias: D;
  /** From the features, past the messages. `[linkFeatures, flowOutputs]` */
  readonly direct: D;
}

/** The name and shape of each weight, in the order in which they are stored. */
export function flowWeightShapes(
  a: FlowArchitecture,
): Record<keyof FlowWeights<never>, [number, number]> {
  const h = a.hidden;
  return {
    encode: [a.linkFeatures, h],
    encodeBias: [1, h],
    embed: [h, h],
    embedBias: [1, h],
    message: [(a.relations + 1) * h, h],
    messageBias: [1, h],
    update: [3 * h, h],
    updateBias: [1, h],
    reset: [3 * h, h],
    resetBias: [1, h],
    candidate: [3 * h, h],
    candidateBias: [1, h],
    decode: [2 * h, h],
    decodeBias: [1, h],
    output: [h, flowOutputs],
    outputBias: [1, flowOutputs],
    direct: [a.linkFeatures, flowOutputs],
  };
}

/** What the network sees of one flow network, or of several as one block-diagonal batch. */
export interface FlowInputs<D, S> {
  /** Normalised. `[links, linkFeatures]` */
  readonly links: D;
  /** By kind of neighbour: each link's mean over them. `[links, links]` */
  readonly relations: readonly S[];
}

/**
 * The output after each iteration, without end: the caller stops when it has enough. The quantiles
 * are what is to be added to the logarithm of the reference. `[links, flowOutputs]`
 */
export function* iterateFlow<D, S>(
  algebra: Algebra<D, S>,
  weights: FlowWeights<D>,
  inputs: FlowInputs<D, S>,
): Generator<() => D, never> {
  const { add, affine, join, matMul, relu, tanh } = algebra;
  // [links, linkFeatures] → [links, H]
  const raised = relu(affine(inputs.links, weights.encode, weights.encodeBias));
  const own = tanh(affine(raised, weights.embed, weights.embedBias));
  const direct = matMul(inputs.links, weights.direct); // [links, flowOutputs]
  let hidden = own;
  for (;;) {
    hidden = exchange(algebra, weights, { inputs, own, hidden });
    const state = hidden;
    yield () => {
      const told = relu(affine(join([state, own]), weights.decode, weights.decodeBias));
      return add(affine(told, weights.output, weights.outputBias), direct);
    };
  }
}

interface Exchange<D, S> {
  readonly inputs: FlowInputs<D, S>;
  /** What a link was at first. `[links, H]` */
  readonly own: D;
  readonly hidden: D;
}

/**
 * One pass of the shared block: messages from all kinds of neighbours, then the gated update
 * z = σ(a Wz), r = σ(a Wr), c = tanh([m, own, r ⊙ h] Wc), h' = h + z ⊙ (c - h), a = [m, own, h].
 */
function exchange<D, S>(
  { add, affine, aggregate, join, multiply, relu, sigmoid, subtract, tanh }: Algebra<D, S>,
  weights: FlowWeights<D>,
  { inputs, own, hidden }: Exchange<D, S>,
): D {
  const heard = inputs.relations.map((relation) => aggregate(relation, hidden));
  // [links, (relations + 1) H] → [links, H]
  const message = relu(affine(join([...heard, hidden]), weights.message, weights.messageBias));
  const all = join([message, own, hidden]); // [links, 3H]
  const update = sigmoid(affine(all, weights.update, weights.updateBias));
  const reset = sigmoid(affine(all, weights.reset, weights.resetBias));
  const kept = join([message, own, multiply(reset, hidden)]);
  const candidate = tanh(affine(kept, weights.candidate, weights.candidateBias));
  return add(hidden, multiply(update, subtract(candidate, hidden)));
}
