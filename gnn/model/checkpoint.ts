/** What a folder of weights says about itself: `checkpoint.json`, beside a block of float32. */
import type { Architecture } from './architecture.ts';
import type { Normalisation } from './normalisation.ts';

/** How what the members say becomes probabilities and sets, and how that did on test graphs. */
export interface CalibrationRecord {
  /** `p' = σ(logit(p) / temperature)` (Guo et al. 2017) */
  readonly temperature: number;
  /** A set holds the elements with at least this probability: see `gnn/train/conformal.ts`. */
  readonly setLevel: number;
  /** Expected calibration error on the test graphs, 0 … 1. */
  readonly error: number;
  /** Mean share of those that fail which the sets held there, 0 … 1. */
  readonly coverage: number;
  /** How many scenarios that was measured on. */
  readonly scenarios: number;
}

/** Something has failed, or a first failure is awaited; or loads are overloaded. */
export type Kind = 'failed' | 'awaited' | 'overload';

export interface Checkpoint {
  /** Version of this layout. */
  readonly format: 2;
  readonly task: string;
  /** Rises with every new set of weights. */
  readonly version: string;
  readonly description: string;
  readonly licence: string;
  readonly architecture: Architecture;
  /** Names of the columns; serving refuses weights that were trained on others. */
  readonly features: Readonly<Record<'nodes' | 'limits' | 'steps', readonly string[]>>;
  readonly normalisation: { readonly nodes: Normalisation; readonly limits: Normalisation };
  readonly calibration: Readonly<Record<Kind, CalibrationRecord>>;
  /** The members of the ensemble, in the order of their weights, each with its final loss. */
  readonly members: readonly { readonly seed: number; readonly loss: number }[];
  /** `count` little-endian float32 numbers for each member, laid out as `weightShapes` says. */
  readonly weights: { readonly file: string; readonly count: number; readonly sha256: string };
  /** `rowsPerStep`: elements times onsets that a step looked at. */
  readonly training: TrainingRecord & { readonly rowsPerStep: number };
  /** Figures on graphs that were not trained on, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** How the weights were made. */
export interface TrainingRecord {
  readonly steps: number;
  readonly learningRate: number;
  readonly backend: string;
  readonly seconds: number;
  /** By split and kind. */
  readonly data: Readonly<Record<string, Readonly<Record<string, DataRecord>>>>;
}

/** What a split was made of. */
export interface DataRecord {
  readonly graphs: number;
  /** Of the graphs alone, where that differs. */
  readonly graphsSha256?: string;
  /** Of the graphs, what was seen of them, and what the simulator made of them. */
  readonly sha256: string;
}

/** The file of a folder that holds the checkpoint. */
export const checkpointFile = 'checkpoint.json';
