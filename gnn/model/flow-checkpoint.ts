/** What a folder of weights of the flow network says about itself: `checkpoint.json`, beside the weights. */
import type { Checkpoint, TrainingRecord } from './checkpoint.ts';
import type { FlowArchitecture } from './flow-architecture.ts';
import type { Normalisation } from './normalisation.ts';

/** Found on validation scenarios. */
export interface FlowCalibration {
  /** `p' = σ(logit(p) / temperature)` (Guo et al. 2017). */
  readonly temperature: number;
  /** Added to quantile 0.9 and taken from 0.1, on the logarithmic scale; may be below 0. */
  readonly widening: number;
}

export interface FlowCheckpoint
  extends Pick<
    Checkpoint,
    'format' | 'version' | 'description' | 'licence' | 'members' | 'weights' | 'metrics'
  > {
  readonly task: 'flow-bottleneck';
  readonly training: TrainingRecord & { readonly lessonsPerStep: number };
  readonly architecture: FlowArchitecture;
  /** Names of columns and relations; serving refuses weights that were trained on others. */
  readonly features: Readonly<Record<'links' | 'relations', readonly string[]>>;
  readonly normalisation: { readonly links: Normalisation };
  readonly calibration: FlowCalibration & {
    /** Expected calibration error of the probabilities on the test graphs, 0 … 1. */
    readonly error: number;
    /** Share of the test graphs' links between quantiles 0.1 and 0.9; 0.8 is promised. */
    readonly coverage: number;
    /** Validation graphs that it was found on. */
    readonly graphs: number;
  };
}
