/** An example with its features computed, so that every epoch can use them. */
import { spanOf } from '../../src/predict/dependency-walk.ts';
import { featuresOf, type GraphFeatures } from '../../src/predict/gnn/features.ts';
import { viewOf } from '../../src/predict/gnn/view.ts';
import type { Normalisation } from '../model/normalisation.ts';
import { type Example, recordedSteps } from './example.ts';

/** How the features of nodes and of groups are put on one scale. */
export interface Scales {
  readonly nodes: Normalisation;
  readonly groups: Normalisation;
}

export interface Lesson {
  readonly example: Example;
  readonly features: GraphFeatures;
  /** Share of worlds in which a node may still fail at step t. `[nodes, recordedSteps]` */
  readonly atRisk: Float32Array;
  /** Added to every hazard's logit: -log(nodes) where any one of them may fail first, else 0. */
  readonly offset: number;
}

export function lessonOf(example: Example): Lesson {
  const { network, failed, awaited, failsAt } = example;
  const features = featuresOf(viewOf(network, failed, awaited));
  const atRisk = new Float32Array(failsAt.length);
  for (let node = 0; node < network.nodeCount; node++) {
    // What needs nothing cannot be reached by another's failure.
    let risk = failed[node] || spanOf(network.groupOffsets, node) === 0 ? 0 : 1;
    for (let t = 0; t < recordedSteps; t++) {
      atRisk[node * recordedSteps + t] = Math.max(0, risk);
      risk -= failsAt[node * recordedSteps + t] ?? 0;
    }
  }
  return { example, features, atRisk, offset: awaited ? -Math.log(network.nodeCount) : 0 };
}
