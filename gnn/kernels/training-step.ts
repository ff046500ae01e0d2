/**
 * A step of gradient descent on one large graph: two layers that sum neighbours (GraphSAGE, Hamilton
 * et al. 2017) and a logistic head on each node. What `linchpin bench gnn` measures of training.
 */
import * as tf from '@tensorflow/tfjs';
import type { Matrix } from '../model/array-algebra.ts';
import type { SparseMatrix } from '../model/sparse.ts';
import { type SparseTensor, sparseTensor } from './csr-mat-mul.ts';
import { type Rows, tensorAlgebra, whole } from './tensor-algebra.ts';
import { useWasmBackend } from './wasm-backend.ts';

/** Own, neighbours' and bias of each layer. */
interface LayerWeights {
  readonly own: tf.Variable;
  readonly near: tf.Variable;
  readonly bias: tf.Variable;
}

export class TrainingStep {
  readonly #graph: SparseTensor;
  readonly #features: tf.Tensor2D;
  readonly #targets: tf.Tensor2D;
  readonly #layers: readonly LayerWeights[];
  readonly #head: tf.Variable;
  readonly #optimizer = tf.train.adam(0.01);

  private constructor(graph: SparseMatrix, features: Matrix, targets: Float32Array) {
    const { rows, columns } = features;
    this.#graph = sparseTensor(graph);
    this.#features = tf.tensor2d(features.values, [rows, columns]);
    this.#targets = tf.tensor2d(targets, [rows, 1]);
    const weight = (width: number, seed: number) =>
      tf.variable(tf.randomNormal([columns, width], 0, 1 / columns, 'float32', seed));
    this.#layers = [1, 2].map((seed) => ({
      own: weight(columns, seed),
      near: weight(columns, seed + 2),
      bias: tf.variable(tf.zeros([1, columns])),
    }));
    this.#head = weight(1, 5);
  }

  /** Puts the graph, features and a target for each node, 0 or 1, on the wasm backend. */
  static async on(graph: SparseMatrix, features: Matrix, targets: Float32Array) {
    await useWasmBackend();
    return new TrainingStep(graph, features, targets);
  }

  /** Loss, gradients of all weights, a step of Adam. Gives the loss before it. */
  run(): number {
    return tf.tidy(() => {
      const loss = this.#optimizer.minimize(() => this.#loss(), true);
      return (loss as tf.Scalar).dataSync()[0] as number;
    });
  }

  dispose(): void {
    this.#graph.dispose();
    const weights = this.#layers.flatMap(({ own, near, bias }) => [own, near, bias]);
    tf.dispose([this.#features, this.#targets, this.#head, ...weights]);
    this.#optimizer.dispose();
  }

  /** The mean over nodes of softplus(l) - target · l, the logistic loss of a logit l. */
  #loss(): tf.Scalar {
    const { add, affine, aggregate, matMul, relu } = tensorAlgebra;
    let hidden: Rows = this.#features;
    for (const { own, near, bias } of this.#layers) {
      const around = matMul(aggregate(this.#graph, hidden), near as unknown as tf.Tensor2D);
      const self = affine(hidden, own as unknown as tf.Tensor2D, bias as unknown as tf.Tensor2D);
      hidden = relu(add(self, around));
    }
    const logits = whole(matMul(hidden, this.#head as unknown as tf.Tensor2D)); // [nodes, 1]
    return tf.mean(tf.sub(tf.softplus(logits), tf.mul(this.#targets, logits))) as tf.Scalar;
  }
}
