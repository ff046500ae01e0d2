/** What every resolver has at hand, and what the API needs of the service it is part of. */
import type { Predictor } from '../predict/predictor.ts';
import type { Simulator } from '../simulate/simulator.ts';
import type { CheckedStore } from '../store/checked.ts';

/** The rooms behind the API, which the flows join. */
export interface Services {
  readonly store: CheckedStore;
  readonly simulator: Simulator;
  readonly predictor: Predictor;
}

/** What one request carries to its resolvers. */
export interface RequestContext {
  readonly services: Services;
  /** Aborts when the client is gone or the time is up. */
  readonly signal: AbortSignal;
}
