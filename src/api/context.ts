/** What every resolver has at hand, and what the API needs of the service it is part of. */
import type { SweepJobs } from '../flows/sweep/sweep-jobs.ts';
import type { History } from '../history/history.ts';
import type { Predictor } from '../predict/predictor.ts';
import type { Observe } from '../query/explain.ts';
import type { KeptScenarios } from '../scenario/kept-scenarios.ts';
import type { Simulator } from '../simulate/simulator.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';

/** The rooms behind the API, which the flows join. */
export interface Services {
  readonly store: CheckedStore;
  readonly history: History;
  readonly simulator: Simulator;
  readonly predictor: Predictor;
  readonly scenarios: KeptScenarios;
  /** Sweeps that run or have run. */
  readonly jobs: SweepJobs;
}

/** What one request carries to its resolvers. */
export interface RequestContext {
  readonly services: Services;
  /** Aborts when the client is gone or the time is up; made when first asked for, which is seldom. */
  readonly signal: () => AbortSignal;
  /** Hears what each query did, where the request asks to explain it. */
  readonly observe?: Observe;
}
