/** What a folder of weights says about itself: `checkpoint.json`, beside a block of float32. */
import type { Architecture } from './architecture.ts';
import type { Normalisation } from './normalisation.ts';

/** How probabilities are cooled: `p' = σ(logit(p) / temperature)` (Guo et al. 2017). */
export interface TemperatureScale {
  readonly temperature: number;
  /** Expected calibration error on the test graphs, 0 … 1. */
  readonly error: number;
  /** How many scenarios that was measured on. */
  readonly scenarios: number;
}

export interface Checkpoint {
  /** Version of this layout. */
  readonly format: 1;
  readonly task: string;
  /** Rises with every new set of weights. */
  readonly version: string;
  readonly description: string;
  readonly licence: string;
  readonly architecture: Architecture;
  /** Names of the columns; serving refuses weights that were trained on others. */
  readonly features: Readonly<Record<'nodes' | 'groups' | 'steps', readonly string[]>>;
  readonly normalisation: { readonly nodes: Normalisation; readonly groups: Normalisation };
  /** Something has failed, or a first failure is awaited. */
  readonly calibration: { readonly failed: TemperatureScale; readonly awaited: TemperatureScale };
  /** The members of the ensemble, in the order of their weights, each with its final loss. */
  readonly members: readonly { readonly seed: number; readonly loss: number }[];
  /** `count` little-endian float32 numbers for each member, laid out as `weightShapes` says. */
  readonly weights: { readonly file: string; readonly count: number; readonly sha256: string };
  readonly training: TrainingRecord;
  /** Figures on graphs that were not trained on, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** How the weights were made. */
export interface TrainingRecord {
  readonly steps: number;
  readonly lessonsPerStep: number;
  readonly learningRate: number;
  readonly backend: string;
  readonly seconds: number;
  readonly data: Readonly<Record<string, DataRecord>>;
}

/** What a split was made of. */
export interface DataRecord {
  readonly graphs: number;
  /** Of the graphs alone. */
  readonly graphsSha256: string;
  /** Of the graphs, what was seen of them, and what the simulator made of them. */
  readonly sha256: string;
}

/** The file of a folder that holds the checkpoint. */
export const checkpointFile = 'checkpoint.json';
