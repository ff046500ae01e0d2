/**
 * A flow model at a moment: what is left of its network while some twins are out. Made by
 * `solveFlow`, read by both ways of solving and by what explains their results.
 */
import type { FlowModel } from './flow-model.ts';
import type { FlowNetwork } from './flow-network.ts';

export interface Situation {
  readonly model: FlowModel;
  /** The model's network, with nothing where a twin is out. */
  readonly network: FlowNetwork;
  /** By arc: the graph node that is out and stops it, else -1. */
  readonly stoppedBy: Int32Array;
  works(node: number): boolean;
}

export function situationOf(model: FlowModel, works: (node: number) => boolean): Situation {
  const { arcs, demands, network } = model;
  const [lower, capacity] = [network.lower.slice(), network.capacity.slice()];
  const supply = network.supply.slice();
  const stoppedBy = new Int32Array(arcs.length).fill(-1);
  arcs.forEach(({ needs }, arc) => {
    const out = needs.find((node) => !works(node));
    if (out === undefined) return;
    stoppedBy[arc] = out;
    lower[arc] = 0;
    capacity[arc] = 0;
  });
  for (const { node, place } of demands) if (!works(node)) supply[place] = 0;
  return { model, network: { ...network, lower, capacity, supply }, stoppedBy, works };
}

/** The same without minimum flows, where they cannot be kept. */
export function withoutMinimums(situation: Situation): Situation {
  const { network, model } = situation;
  const lower = new Float64Array(network.lower.length);
  const bundles = model.bundles.map((bundle) => ({ ...bundle, lower: 0 }));
  return { ...situation, network: { ...network, lower }, model: { ...model, bundles } };
}

/** What is asked and not served; less than rounding is nothing. */
export function unmetOf({ demands, rounding }: FlowModel, served: Float64Array): Float64Array {
  return Float64Array.from(demands, ({ rate }, index) => {
    const lacks = rate - (served[index] as number);
    return lacks > rounding ? lacks : 0;
  });
}
