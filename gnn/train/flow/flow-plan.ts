/** How large a training run of the flow network is; every figure is recorded in the checkpoint. */
export interface FlowPlan {
  /** Graphs of each split; the first of them are the same in every plan. */
  readonly graphs: Readonly<Record<'train' | 'validation' | 'test', number>>;
  /** One ensemble member each. */
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly lessonsPerStep: number;
  readonly learningRate: number;
  readonly hidden: number;
  readonly iterations: number;
}

/** The shipped weights. */
export const fullFlowPlan: FlowPlan = {
  graphs: { train: 400, validation: 80, test: 80 },
  seeds: [1, 2, 3, 4, 5],
  steps: 900,
  lessonsPerStep: 10,
  learningRate: 0.005,
  hidden: 32,
  iterations: 4,
};

/** To see that it learns: a few minutes. */
export const quickFlowPlan: FlowPlan = {
  ...fullFlowPlan,
  graphs: { train: 60, validation: 20, test: 20 },
  seeds: [1],
  steps: 240,
};
