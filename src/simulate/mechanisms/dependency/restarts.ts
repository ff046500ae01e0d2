/**
 * Which nodes of a cascade wait to start again, and when they do. Kept by `CascadeRun`. The clock
 * of a node runs while its support is back, and begins anew when that is lost again.
 */
import { lowestStep, type Timer } from './cascade-tasks.ts';
import type { SupportState } from './support-state.ts';

/** What happened at an instant. */
interface Instant {
  readonly time: number;
  /** Nodes that failed, or came back into service but do not work. */
  readonly stopped: readonly number[];
  /** Nodes that began or ceased to work. */
  readonly changed: readonly number[];
  /** Steps of the nodes that came back during the run. */
  readonly recovered: ReadonlyMap<number, number>;
}

export class Restarts {
  #timers = new Map<number, Timer>();

  drop(node: number): void {
    this.#timers.delete(node);
  }

  /** The restart that is complete; undefined when its clock was stopped. */
  end(node: number, time: number): Timer | undefined {
    const timer = this.#timers.get(node);
    if (timer?.at !== time) return undefined;
    this.#timers.delete(node);
    return timer;
  }

  /**
   * Makes nodes that take time to recover wait, and starts or stops the clocks of those waiting;
   * gives the clocks that were started.
   */
  update(state: SupportState, instant: Instant): [node: number, timer: Timer][] {
    const { recoverySeconds } = state.network;
    const affected = new Set<number>();
    for (const node of instant.stopped) {
      if (state.status[node] !== 1 || state.works(node)) continue;
      if (!((recoverySeconds[node] as number) > 0)) continue;
      state.setStatus(node, 2);
      affected.add(node);
    }
    for (const node of instant.changed) addWaiting(state, node, affected);
    const started: [number, Timer][] = [];
    for (const node of affected) {
      if (!state.supported(node)) this.#timers.delete(node);
      else if (!this.#timers.has(node)) {
        const at = instant.time + (recoverySeconds[node] as number);
        const timer = { at, step: 1 + lowestStep(state, node, instant.recovered) };
        this.#timers.set(node, timer);
        started.push([node, timer]);
      }
    }
    return started;
  }

  moveTo(nodeAfter: (node: number) => number): void {
    const timers = [...this.#timers].map(([node, timer]) => [nodeAfter(node), timer] as const);
    this.#timers = new Map(timers.filter(([node]) => node >= 0));
  }
}

/** Adds the waiting nodes that a node supports. */
function addWaiting(state: SupportState, node: number, waiting: Set<number>): void {
  const { dependentOffsets, dependentSupport, supportGroup, groupOwner } = state.network;
  const end = dependentOffsets[node + 1] as number;
  for (let d = dependentOffsets[node] as number; d < end; d++) {
    const owner = groupOwner[supportGroup[dependentSupport[d] as number] as number] as number;
    if (state.status[owner] === 2) waiting.add(owner);
  }
}
