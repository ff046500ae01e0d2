/**
 * Watches the stations that others may count on (`starvationTolerance`): one that has finished no
 * piece for so long runs short until it finishes the next. Owned by a run of the queue mechanism.
 *
 * Without a tolerance a station is in no trouble by this mechanism: a machine that is down is so by
 * its own outage, and what stands still behind it by the dependencies that bindings make of
 * `passesTo`; to count the same loss again here would need a time that only the user can know.
 */
import type { Trouble, Troubles } from '../../mechanism.ts';
import type { EventCause } from '../../simulator.ts';
import type { GraphQueues } from './build-queue-model.ts';
import type { QueueSimulation } from './queue-simulation.ts';

export class Deliveries {
  /** When to look again. */
  next = Number.POSITIVE_INFINITY;
  #troubles: Troubles = new Map();

  /** Who runs short now; the same map as before where nothing changed. */
  review(
    { model, stationNodes, tolerances }: GraphQueues,
    simulation: QueueSimulation,
    world: { works(node: number): boolean; matters(node: number): boolean },
  ): Troubles {
    const troubles = new Map<number, Trouble>();
    this.next = Number.POSITIVE_INFINITY;
    tolerances.forEach((tolerance, station) => {
      const node = stationNodes[station] as number;
      if (!(tolerance >= 0) || !world.matters(node)) return;
      const due = (simulation.tally.lastDone[station] as number) + tolerance;
      if (due > simulation.now) {
        this.next = Math.min(this.next, due);
        return;
      }
      this.next = Math.min(this.next, simulation.next);
      const causes = upstream(model.stations, station)
        .filter((each) => !world.works(stationNodes[each] as number))
        .map((each): EventCause => ({ twin: model.stations[each]?.twin ?? '' }));
      troubles.set(node, this.#troubles.get(node) ?? { effect: 'runsShort', causes });
    });
    const isSame =
      troubles.size === this.#troubles.size &&
      [...troubles.keys()].every((node) => this.#troubles.has(node));
    if (!isSame) this.#troubles = troubles;
    return this.#troubles;
  }
}

/** The station and all that jobs can come from on their way to it, the nearest first. */
function upstream(stations: GraphQueues['model']['stations'], station: number): number[] {
  const found = [station];
  for (let i = 0; i < found.length; i++) {
    stations.forEach(({ routes }, from) => {
      const leads = routes.some((route) => route.station === found[i]);
      if (leads && !found.includes(from)) found.push(from);
    });
  }
  return found;
}
