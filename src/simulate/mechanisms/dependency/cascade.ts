/**
 * A cascade of failures through a dependency network, exact and event-driven in time. Called by the
 * dependency mechanism and by the predictor's training.
 *
 * At each instant the nested fix-point says who works. A node that loses support rides on for its
 * delay; while it rides it supports others, but a rider is restored only by support that rests on
 * no rider, and rides once until it is restored. A node with a recovery time that failed for lack
 * of support starts again when its support has been back for that long; so nodes that need each
 * other (rule `all`) and take time to recover do not restart by themselves (a black start).
 */
import type { DependencyNetwork } from '../../../behaviour/dependency-network.ts';
import { CascadeRun } from './cascade-run.ts';
import type { CascadeEvent, NodeFailure, NodeRepair } from './cascade-values.ts';
import { SupportState } from './support-state.ts';

export interface CascadeOptions {
  /** Intervals of one node may overlap: it is out while any of them lasts. */
  readonly failures: readonly NodeFailure[];
  readonly repairs?: readonly NodeRepair[];
  /** Nothing after this time is reported. */
  readonly horizonSeconds: number;
}

/** The states of a network that no run uses at present. */
const idle = new WeakMap<DependencyNetwork, SupportState[]>();

/** A state of a network, at rest, that no other run uses until it is given back. */
export function takeState(network: DependencyNetwork): SupportState {
  return idle.get(network)?.pop() ?? new SupportState(network);
}

/** Makes a state that a run is done with ready for the next. */
export function giveBack(state: SupportState): void {
  state.reset();
  const known = idle.get(state.network);
  if (known === undefined) idle.set(state.network, [state]);
  else known.push(state);
}

/** Whether each node works at time 0, before anything happens. */
export function steadyState(network: DependencyNetwork): Uint8Array {
  const state = takeState(network);
  const works = Uint8Array.from({ length: network.nodeCount }, (_, n) => (state.works(n) ? 1 : 0));
  giveBack(state);
  return works;
}

/**
 * What happens after time 0, in order of time, step and node. What does not work at the beginning
 * (`network.failed` and all that this takes down) is no event. `LIMIT_EXCEEDED` for a network in
 * which losses circle faster than a horizon can hold.
 */
export function cascade(network: DependencyNetwork, options: CascadeOptions): CascadeEvent[] {
  const state = takeState(network);
  const run = new CascadeRun(state);
  for (const failure of options.failures) run.fail(failure);
  for (const repair of options.repairs ?? []) run.repair(repair);
  run.advance(options.horizonSeconds);
  giveBack(state);
  return run.events;
}
