/** How large a training run is; every figure of a plan is recorded in the checkpoint. */
export interface TrainingPlan {
  /** Graphs of each kind in each split; the first of them are the same in every plan. */
  readonly graphs: Readonly<Record<'train' | 'validation' | 'test', GraphCounts>>;
  /** One ensemble member each. */
  readonly seeds: readonly number[];
  /** Gradient steps, the kinds in turn. */
  readonly steps: number;
  /** Elements times onsets that a gradient step looks at. */
  readonly rowsPerStep: number;
  readonly learningRate: number;
  readonly hidden: number;
}

/** Dependencies, node overloads after Motter and Lai, overloaded lines. */
export interface GraphCounts {
  readonly dependency: number;
  readonly motterLai: number;
  readonly lines: number;
}

/** The shipped weights. */
export const fullPlan: TrainingPlan = {
  graphs: {
    train: { dependency: 500, motterLai: 300, lines: 300 },
    validation: { dependency: 100, motterLai: 24, lines: 24 },
    test: { dependency: 150, motterLai: 24, lines: 24 },
  },
  seeds: [1, 2, 3, 4],
  steps: 4500,
  rowsPerStep: 3000,
  learningRate: 0.004,
  hidden: 16,
};

/** To see that everything runs: about two minutes. */
export const quickPlan: TrainingPlan = {
  ...fullPlan,
  graphs: {
    train: { dependency: 60, motterLai: 12, lines: 12 },
    validation: { dependency: 20, motterLai: 4, lines: 4 },
    test: { dependency: 20, motterLai: 4, lines: 4 },
  },
  seeds: [1, 2],
  steps: 240,
};
