/**
 * Cascades of overloaded lines after some are out: flows settle on the islands that are left, every
 * line above its rating trips, and so on (arXiv 2404.16134). Called by the samples.
 */
import type { DcFlow } from '../../simulate/mechanisms/potential/dc-flow.ts';
import { overloadCascade } from '../../simulate/mechanisms/potential/overload-cascade.ts';
import type { Spread } from '../spread.ts';
import { type GridSnapshot, namingPlace } from './grid-snapshot.ts';
import { balanced } from './island-balance.ts';

/** A base flow smaller than this share of the rating has no direction of its own. */
const leastFlow = 1e-9;

export class LineCascade {
  readonly #snapshot: GridSnapshot;
  /** Stress by line for each megawatt from its first end to its second. */
  readonly #scale: Float64Array;

  /** `flows` are those while all lines work. */
  constructor(snapshot: GridSnapshot, flows: Float64Array) {
    this.#snapshot = snapshot;
    this.#scale = flows.map((flow, line) => {
      const rating = snapshot.rating[line] as number;
      return flow < -leastFlow * rating ? -1 / rating : 1 / rating;
    });
  }

  /** Flow over rating by line, positive in the direction of the base flow. */
  stressOf(flows: Float64Array): Float32Array {
    // Adding nothing makes one zero of two.
    return Float32Array.from(flows, (flow, line) => flow * (this.#scale[line] as number) + 0);
  }

  /** The cascade after lines have gone together. Throws BAD_USER_INPUT. */
  run(seeds: readonly number[]): Spread {
    const { network, rating } = this.#snapshot;
    const failed = new Uint8Array(rating.length);
    for (const seed of seeds) failed[seed] = 1;
    let stress: Float32Array | undefined;
    const injections = (flow: DcFlow) => {
      const power = balanced(this.#snapshot, flow.islands);
      stress ??= this.stressOf(flow.flows(power));
      return power;
    };
    const { rounds } = namingPlace(() =>
      overloadCascade({ network, capacity: rating, out: failed, injections }),
    );
    const outcome = Int16Array.from(failed, (gone) => gone - 1);
    rounds.forEach(({ tripped }, round) => {
      for (const line of tripped) outcome[line] = round + 1;
    });
    return { onset: { failed, stress: stress as Float32Array }, outcome };
  }
}
