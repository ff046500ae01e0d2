/** Turns one instant's losses and gains of a cascade into events with their causes. */
import type { CascadeEvent, Ride } from './cascade-values.ts';
import { inOrder, type LossWave } from './loss-wave.ts';
import type { SupportState } from './support-state.ts';

interface Past {
  /** The nodes that failed at earlier instants and are still down, and how. */
  readonly failed: ReadonlyMap<number, CascadeEvent>;
  /** The rides that end now. */
  readonly rides: ReadonlyMap<number, Ride>;
}

interface Failures extends Past {
  readonly time: number;
}

/**
 * The failures of a wave; the causes are the lost supports of the groups that lack something. A
 * node none of whose supports failed before it has what its loss can be traced back to.
 */
export function failuresOf(
  state: SupportState,
  wave: LossWave,
  { failed, rides, time }: Failures,
): CascadeEvent[] {
  return Array.from(wave.failing, ([node, step]) => {
    const event = { node, time, step, works: false };
    if (state.status[node] === 0) return { ...event, causes: [] };
    const causes = lostSupports(state, node, (support) => {
      const earlier = failed.get(support);
      if (earlier !== undefined) return earlier.time < time || earlier.step < step;
      return (wave.failing.get(support) ?? Number.POSITIVE_INFINITY) < step;
    });
    const ride = rides.get(node);
    if (ride !== undefined) return { ...event, causes, ride };
    if (causes.length > 0) return { ...event, causes };
    const { origins, after } = tracedBack(wave, wave.parents.get(node), { failed, rides });
    return { ...event, causes, origins, ...(after === undefined ? {} : { ride: after }) };
  });
}

/** The supports, of a node's groups that lack something, that count as lost. */
function lostSupports(
  state: SupportState,
  node: number,
  isLost: (support: number) => boolean,
): number[] {
  const { groupOffsets, supportOffsets, supportNode } = state.network;
  const lost: number[] = [];
  for (let g = groupOffsets[node] as number; g < (groupOffsets[node + 1] as number); g++) {
    if (state.satisfied(g)) continue;
    for (let s = supportOffsets[g] as number; s < (supportOffsets[g + 1] as number); s++) {
      if (isLost(supportNode[s] as number)) lost.push(s);
    }
  }
  return lost;
}

/** What a ride that begins now rests on. */
export function rideOf(node: number, wave: LossWave, past: Past): Ride {
  const origins = new Set<number>();
  const after = new Set<Ride>();
  for (const origin of wave.origins.get(node) ?? []) {
    const traced = tracedBack(wave, origin, past);
    for (const each of traced.origins) origins.add(each);
    if (traced.after !== undefined) after.add(traced.after);
  }
  return { node, origins: [...origins], after: [...after] };
}

/**
 * The nearest failure behind a loss. On the way may be nodes that a rider bears in the end, so that
 * they do not fail; one that rode before has the end of its ride for a beginning.
 */
function tracedBack(
  wave: LossWave,
  from: number | undefined,
  { failed, rides }: Past,
): { readonly origins: readonly number[]; readonly after?: Ride } {
  for (let node = from; node !== undefined; node = wave.parents.get(node)) {
    if (wave.failing.has(node) || failed.has(node)) return { origins: [node] };
    const after = rides.get(node);
    if (after !== undefined) return { origins: [], after };
  }
  return { origins: [] };
}

interface Recoveries {
  readonly gained: readonly number[];
  /** Steps of the nodes that come back of themselves. */
  readonly seeds: ReadonlyMap<number, number>;
  /** Steps of the nodes that others can count on again. */
  readonly released: ReadonlyMap<number, number>;
  /** Steps of the nodes that came back at earlier instants. */
  readonly recovered: ReadonlyMap<number, number>;
  readonly time: number;
}

/** The nodes that come back; steps are hops from those that came back of themselves. */
export function recoveriesOf(state: SupportState, recoveries: Recoveries): CascadeEvent[] {
  const { gained, seeds, released, recovered, time } = recoveries;
  if (gained.length === 0) return [];
  const back = gained.flatMap((node) => {
    const step = seeds.get(node);
    return step === undefined ? [] : [[node, step] as const];
  });
  const steps = stepsOf(state, gained, new Map([...released, ...back]));
  const { groupOffsets, supportOffsets, supportNode } = state.network;
  return gained.map((node) => {
    const step = steps.get(node) ?? 0;
    const causes: number[] = [];
    if (step === 0) return { node, time, step, works: true, causes };
    for (
      let s = supportOffsets[groupOffsets[node] as number] as number;
      s < (supportOffsets[groupOffsets[node + 1] as number] as number);
      s++
    ) {
      const support = supportNode[s] as number;
      const now = steps.get(support);
      const earlier = seeds.has(node) && now === undefined && recovered.has(support);
      if (earlier || (now !== undefined && now < step)) causes.push(s);
    }
    return { node, time, step, works: true, causes };
  });
}

function stepsOf(
  state: SupportState,
  gained: readonly number[],
  seeds: ReadonlyMap<number, number>,
): Map<number, number> {
  const { dependentOffsets, dependentSupport, supportGroup, groupOwner } = state.network;
  const open = new Set(gained);
  for (const node of seeds.keys()) open.delete(node);
  const steps = new Map(seeds);
  inOrder(new Map(steps), (node, step, next) => {
    for (
      let d = dependentOffsets[node] as number;
      d < (dependentOffsets[node + 1] as number);
      d++
    ) {
      const owner = groupOwner[supportGroup[dependentSupport[d] as number] as number] as number;
      if (!open.delete(owner)) continue;
      steps.set(owner, step + 1);
      next.push([owner, step + 1]);
    }
  });
  return steps;
}
