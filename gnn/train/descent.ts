/** Gradient descent as every fit of ours does it: Adam, limited gradients, a rate that rises and falls. */
import * as tf from '@tensorflow/tfjs';
import type { RandomStream } from '../../src/model/random.ts';

export interface DescentPlan {
  /** Gradient steps. */
  readonly steps: number;
  /** Peak of the learning rate, which then falls to zero as a cosine. */
  readonly learningRate: number;
}

/** Length that a gradient is limited to. */
const gradientLimit = 1;

export class Descent {
  readonly #plan: DescentPlan;
  readonly #optimizer: tf.Optimizer;

  constructor(plan: DescentPlan) {
    this.#plan = plan;
    this.#optimizer = tf.train.adam(plan.learningRate);
  }

  /** Step number `step` against the gradient of all variables. Gives the loss before it. */
  step(step: number, loss: () => tf.Scalar): number {
    const { steps, learningRate } = this.#plan;
    // The rate is a protected field that the optimizer reads anew at each step.
    const optimizer = this.#optimizer as unknown as { learningRate: number };
    optimizer.learningRate = learningRate * scheduled(step / steps);
    const { value, grads } = tf.variableGrads(loss);
    const limited = tf.tidy(() => {
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
      const length = tf.sqrt(tf.addN(squares));
      const factor = tf.div(gradientLimit, tf.maximum(length, gradientLimit));
      return Object.fromEntries(
        Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
      ) as tf.NamedTensorMap;
    });
    this.#optimizer.applyGradients(limited);
    const before = value.dataSync()[0] as number;
    tf.dispose([value, grads, limited] as unknown as tf.TensorContainer);
    return before;
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}

/** Up from zero over the first twentieth, then down as a cosine. */
function scheduled(progress: number): number {
  return Math.min(1, 0.02 + progress * 20) * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/** Every item once per round, each round in a new order. */
export function* endlessly<T>(items: readonly T[], random: RandomStream): Generator<T, never> {
  const order = [...items];
  for (;;) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    yield* order;
  }
}
