/** Why things happen in a what-if: trees from the last effects back to the edits. */
import { compareText } from '../model/compare-text.ts';
import type { EventCause, SimulationEvent } from '../simulate/simulator.ts';

/** An effect and what it rests on. */
export interface Explanation {
  readonly twin: string;
  readonly effect: SimulationEvent['effect'];
  /** Seconds after the start. */
  readonly time: number;
  readonly step: number;
  /** Position of the edit that did it, where one did. */
  readonly edit?: number;
  /** The relationship over which this reached the effect it explains. */
  readonly relationship?: { readonly source: string; readonly id: string };
  readonly because: readonly Explanation[];
}

/** Bounds of an explanation: effects in all, trees unless told otherwise, causes of each effect. */
const most = { effects: 500, roots: 20, causes: 10 };

export interface ExplanationOptions {
  /** Ids of the twins whose effects are explained; by default those that matter most, see below. */
  readonly of?: readonly string[];
  /** How many trees, 20 by default. */
  readonly first?: number;
}

/** What there is to explain. */
export interface Effects {
  /** Of the edited run. */
  readonly events: readonly SimulationEvent[];
  /** The first event of each twin that the edits touch. */
  readonly affected: readonly SimulationEvent[];
  /** How much an effect on a twin matters to people: the lower the rank, the more. */
  rankOf(twin: string): number;
}

/**
 * Trees from effects back to the edits. Those of `of` come in this order; a twin that the edits do
 * not touch has none. By default they are the ends of the chains, losses that are nobody's cause,
 * by rank, then the furthest from the edits first, then by time and id. The causes of an effect are
 * the last events of the causing twins before it. All trees together hold at most 500 effects, of
 * which each has its share; first causes are followed first, so that a tree reaches an edit.
 */
export function explain(effects: Effects, options: ExplanationOptions = {}): Explanation[] {
  const { of, first = most.roots } = options;
  const roots = (of === undefined ? endsOf(effects) : effectsOf(effects, of)).slice(0, first);
  const trees = new TreesOfCauses(effects.events);
  return roots.flatMap((event, index) => trees.grow(event, roots.length - index) ?? []);
}

/** The first loss of each twin, or the first thing that happens to it. */
function effectsOf({ events, affected }: Effects, twins: readonly string[]): SimulationEvent[] {
  return [...new Set(twins)].flatMap((twin) => {
    const touched = affected.find((event) => event.twin === twin);
    if (touched === undefined) return [];
    const since = (event: SimulationEvent) => event.twin === twin && event.time >= touched.time;
    return events.find((event) => since(event) && isLoss(event)) ?? touched;
  });
}

function endsOf({ events, affected, rankOf }: Effects): SimulationEvent[] {
  const losses = affected.filter(isLoss);
  const chosen = losses.length > 0 ? losses : affected;
  const causing = new Set(
    events.flatMap((event) =>
      event.causes.flatMap((cause) =>
        'twin' in cause && cause.twin !== event.twin ? cause.twin : [],
      ),
    ),
  );
  const ends = chosen.filter(({ twin }) => !causing.has(twin));
  return (ends.length > 0 ? ends : chosen).toSorted(
    (a, b) =>
      rankOf(a.twin) - rankOf(b.twin) ||
      b.step - a.step ||
      a.time - b.time ||
      compareText(a.twin, b.twin),
  );
}

function isLoss({ effect }: SimulationEvent): boolean {
  return effect === 'fails' || effect === 'runsShort';
}

class TreesOfCauses {
  readonly #byTwin = new Map<string, SimulationEvent[]>();
  #left = most.effects;
  /** How many effects the present tree may still take. */
  #share = 0;

  constructor(events: readonly SimulationEvent[]) {
    for (const event of events) {
      const known = this.#byTwin.get(event.twin);
      if (known === undefined) this.#byTwin.set(event.twin, [event]);
      else known.push(event);
    }
  }

  /** The tree of an effect that shares what is left with others; undefined when nothing is. */
  grow(event: SimulationEvent, sharers: number): Explanation | undefined {
    const share = Math.ceil(this.#left / sharers);
    this.#share = share;
    const tree = this.#branch(event, undefined, new Set());
    this.#left -= share - Math.max(0, this.#share);
    return tree;
  }

  #branch(
    event: SimulationEvent,
    relationship: Explanation['relationship'],
    path: Set<string>,
  ): Explanation | undefined {
    if (this.#share-- <= 0) return undefined;
    const { twin, effect, time, step } = event;
    const edit = event.causes.find((cause) => 'edit' in cause);
    path.add(twin);
    const because = event.causes.slice(0, most.causes).flatMap((cause) => {
      const reason = this.#eventBehind(cause, event, path);
      if (reason === undefined || !('twin' in cause)) return [];
      return this.#branch(reason, cause.relationship, path) ?? [];
    });
    path.delete(twin);
    return {
      twin,
      effect,
      time,
      step,
      ...(edit === undefined ? {} : { edit: edit.edit }),
      ...(relationship === undefined ? {} : { relationship }),
      because,
    };
  }

  /** The causing twin's last event of the same sense that is before the effect. */
  #eventBehind(
    cause: EventCause,
    effect: SimulationEvent,
    path: ReadonlySet<string>,
  ): SimulationEvent | undefined {
    if ('edit' in cause) return undefined;
    const events = this.#byTwin.get(cause.twin) ?? [];
    return events.findLast(
      (event) =>
        (event.time < effect.time || (event.time === effect.time && event.step <= effect.step)) &&
        isLoss(event) === isLoss(effect) &&
        event !== effect &&
        (!path.has(event.twin) || event.twin === effect.twin),
    );
  }
}
