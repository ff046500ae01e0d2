/** How large a training run is; every figure of a plan is recorded in the checkpoint. */
export interface TrainingPlan {
  /** Graphs of each split; the first of them are the same in every plan. */
  readonly graphs: { readonly train: number; readonly validation: number; readonly test: number };
  /** One ensemble member each. */
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly lessonsPerStep: number;
  readonly learningRate: number;
  readonly hidden: number;
}

/** The shipped weights: eight to twenty minutes on two cores with the wasm backend, by how busy they are. */
export const fullPlan: TrainingPlan = {
  graphs: { train: 500, validation: 100, test: 150 },
  seeds: [1, 2, 3, 4],
  steps: 800,
  lessonsPerStep: 16,
  learningRate: 0.01,
  hidden: 16,
};

/** To see that everything runs: about a minute. */
export const quickPlan: TrainingPlan = {
  ...fullPlan,
  graphs: { train: 60, validation: 20, test: 20 },
  seeds: [1, 2],
  steps: 120,
};
