/** An example of a flow network with its features computed, so that every epoch can use them. */
import { earlyFlows } from '../../../src/evaluate/bottleneck/early-equilibrium.ts';
import { type FlowFeatures, flowFeatures } from '../../../src/predict/flow/features.ts';
import { logSaturation } from '../../../src/predict/flow/saturation-scale.ts';
import type { FlowExample } from './flow-examples.ts';

export interface FlowLesson {
  readonly example: FlowExample;
  readonly features: FlowFeatures;
  /** 1 where flow at equilibrium is above capacity. `[links]` */
  readonly saturated: Float32Array;
  /** Logarithm of saturation at equilibrium, less the reference: what quantiles are of. `[links]` */
  readonly residual: Float32Array;
}

export function flowLesson(example: FlowExample): FlowLesson {
  const { network, flow } = example;
  const features = flowFeatures(network, earlyFlows);
  const ratio = (link: number) => (flow[link] as number) / (network.capacity[link] as number);
  const links = [...flow.keys()];
  return {
    example,
    features,
    saturated: Float32Array.from(links, (link) => (ratio(link) > 1 ? 1 : 0)),
    residual: Float32Array.from(
      links,
      (link) => logSaturation(ratio(link)) - (features.reference[link] as number),
    ),
  };
}
