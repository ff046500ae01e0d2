/**
 * Overload cascades of Motter and Lai ("Cascade-based attacks on complex networks", Phys. Rev. E 66
 * (2002) 065102): a node carries its betweenness, can carry (1 + alpha) times what it carries while
 * all work, and all that carry more go at once, until none does.
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import type { Spread } from '../spread.ts';
import { Betweenness } from './betweenness.ts';

/** An excess this small is rounding: a share of the capacity, and pairs. */
const tolerance = 1e-9;

export class MotterLaiCascade {
  /** Pairs that each node carries while all work. `[nodes]` */
  readonly initial: Float64Array;
  /** `[nodes]` */
  readonly capacity: Float64Array;
  readonly #betweenness: Betweenness;
  readonly #load: Float64Array;
  readonly #failed: Uint8Array;

  /** `alpha` is the tolerance, above -1. */
  constructor(graph: SparseMatrix, alpha: number) {
    this.#betweenness = new Betweenness(graph);
    this.#load = new Float64Array(graph.rows);
    this.#failed = new Uint8Array(graph.rows);
    this.initial = this.#betweenness.loads(this.#failed);
    this.capacity = this.initial.map((load) => (1 + alpha) * load);
  }

  /**
   * Load over capacity of a node, 0 without capacity: a node that is on no shortest path has
   * neighbours that are all linked to one another, and so never gets on one by failures.
   */
  stressOf(node: number, load: number): number {
    const capacity = this.capacity[node] as number;
    return capacity > 0 ? load / capacity : 0;
  }

  /** The cascade after nodes have failed together. */
  run(seeds: readonly number[]): Spread {
    const failed = this.#failed.fill(0);
    const outcome = new Int16Array(failed.length).fill(-1);
    for (const seed of seeds) {
      failed[seed] = 1;
      outcome[seed] = 0;
    }
    const load = this.#betweenness.loads(failed, this.#load);
    const stress = new Float32Array(load.length);
    for (let node = 0; node < load.length; node++)
      stress[node] = this.stressOf(node, load[node] as number);
    const onset = { failed: failed.slice(), stress };
    for (let step = 1; this.#failOverloaded(outcome, step); step++)
      this.#betweenness.loads(failed, load);
    return { onset, outcome };
  }

  /** Whether any failed. */
  #failOverloaded(outcome: Int16Array, step: number): boolean {
    let any = false;
    for (let node = 0; node < outcome.length; node++) {
      const most = (this.capacity[node] as number) * (1 + tolerance) + tolerance;
      if (this.#failed[node] === 1 || (this.#load[node] as number) <= most) continue;
      this.#failed[node] = 1;
      outcome[node] = step;
      any = true;
    }
    return any;
  }
}
