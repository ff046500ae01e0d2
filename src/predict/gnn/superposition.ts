/**
 * What a planner does with outage shifts, without simulating: what fails adds its shifts to the limits
 * of others, until nothing more exceeds. Used by the network's features, and as a baseline.
 */
import { type SparseMatrix, transpose } from '../../../gnn/model/sparse.ts';
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';

export interface Superposition {
  /** 0 for what had failed, 1 for what exceeds at once, then by round, -1 never. `[elements]` */
  readonly steps: Int16Array;
  /** Greatest stress over all rounds, that at the onset among them. `[elements]` */
  readonly peak: Float64Array;
  /** Stress after what exceeds at the onset has added its shifts. `[elements]` */
  readonly second: Float64Array;
}

/** How far stress may lie above 1 before it exceeds: single precision, summed a few times. */
const tolerance = 1e-6;

/** Whether an element with this stress fails. */
export function exceeds(stress: number): boolean {
  return stress > 1 + tolerance;
}

/** Linear threshold model (Granovetter 1978) on shifts that add up. O(shifts of what fails). */
export function superposed(network: StressNetwork, onset: Onset): Superposition {
  return spread(network, onset, (round) => addShifts(round, () => 1));
}

/**
 * The same where what fails passes on the load that it carries by then, not that of normal days, and
 * what has failed passes on what comes to it: simultaneous outages by the Neumann series of their
 * outage factors. Equal to `superposed` where nothing carries load.
 */
export function superposedLoads(network: StressNetwork, onset: Onset): Superposition {
  if (!network.carries.includes(1)) return superposed(network, onset);
  return spread(network, onset, addLoads);
}

/** A round of the spread: who fails in it, and what is known by then. */
interface Round {
  readonly network: StressNetwork;
  /** What a failure adds to each limit, by what fails. `[elements, limits]` */
  readonly shiftsBy: SparseMatrix;
  readonly frontier: readonly number[];
  readonly steps: Int16Array;
  /** Stress of each limit, which is added to. */
  readonly now: Float64Array;
}

function spread(
  network: StressNetwork,
  { failed, stress }: Onset,
  add: (round: Round) => void,
): Superposition {
  const now = Float64Array.from(stress);
  const peak = elementStress(network, now);
  const steps = new Int16Array(network.elementCount).fill(-1);
  const shiftsBy = shiftsByElement(network);
  let frontier: number[] = [];
  for (let n = 0; n < network.elementCount; n++) {
    if (failed[n] === 1) steps[n] = 0;
    else if (exceeds(peak[n] as number)) frontier.push(n);
  }
  let second: Float64Array = peak.slice();
  for (let step = 1; frontier.length > 0; step++) {
    for (const n of frontier) steps[n] = Math.min(step, 32767);
    add({ network, shiftsBy, frontier, steps, now });
    if (step === 1) second = elementStress(network, now);
    frontier = [];
    for (let n = 0; n < network.elementCount; n++) {
      const most = greatestStress(network, now, n);
      if (most > (peak[n] as number)) peak[n] = most;
      if (steps[n] === -1 && exceeds(most)) frontier.push(n);
    }
  }
  return { steps, peak, second };
}

function addShifts({ shiftsBy, frontier, now }: Round, factor: (element: number) => number): void {
  const { offsets, indices, values } = shiftsBy;
  for (const n of frontier) {
    const times = factor(n);
    for (let e = offsets[n] as number; e < (offsets[n + 1] as number); e++) {
      const limit = indices[e] as number;
      now[limit] = (now[limit] as number) + times * (values[e] as number);
    }
  }
}

/** Sweeps until nothing comes to what has failed; a series that grows is one of an island. */
const mostSweeps = 24;
const leastPassed = 1e-3;
/** Loads beyond so many times the normal one are passed on as that. */
const mostTimes = 3;
/** A normal stress below this has no outage factor. */
const leastBase = 0.02;

function addLoads({ network, shiftsBy, frontier, steps, now }: Round): void {
  const { base, carries, limitOffsets } = network;
  const limitOf = (n: number) => limitOffsets[n] as number;
  const times = (n: number, load: number) => {
    if (carries[n] !== 1) return 1;
    const normal = base[limitOf(n)] as number;
    return Math.abs(normal) < leastBase ? 0 : clamp(load / normal, mostTimes);
  };
  let passing = new Map(frontier.map((n) => [n, times(n, now[limitOf(n)] as number)]));
  for (let sweep = 0; sweep < mostSweeps && passing.size > 0; sweep++) {
    const before = now.slice();
    const round = { network, shiftsBy, frontier: [...passing.keys()], steps, now };
    addShifts(round, (n) => passing.get(n) as number);
    const next = new Map<number, number>();
    for (let n = 0; n < network.elementCount; n++) {
      if (steps[n] === -1 || carries[n] !== 1) continue;
      const come = (now[limitOf(n)] as number) - (before[limitOf(n)] as number);
      if (Math.abs(come) > leastPassed) next.set(n, times(n, come));
    }
    passing = next;
  }
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Greatest stress among the limits of each element, 0 for one without limits. `[elements]` */
export function elementStress(network: StressNetwork, stress: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: network.elementCount }, (_, n) => {
    return greatestStress(network, stress, n);
  });
}

/** The same of one element; the size of the stress where a limit is two-sided. */
function greatestStress(
  { limitOffsets, twoSided }: StressNetwork,
  stress: ArrayLike<number>,
  element: number,
): number {
  const [first, end] = [limitOffsets[element] as number, limitOffsets[element + 1] as number];
  if (first === end) return 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let limit = first; limit < end; limit++) {
    const value = stress[limit] as number;
    most = Math.max(most, twoSided[limit] === 1 ? Math.abs(value) : value);
  }
  return most;
}

const byElement = new WeakMap<StressNetwork, SparseMatrix>();

/** The shifts by what fails, made at the first call. `[elements, limits]` */
export function shiftsByElement(network: StressNetwork): SparseMatrix {
  const known = byElement.get(network);
  if (known !== undefined) return known;
  const made = transpose(network.shifts);
  byElement.set(network, made);
  return made;
}

/**
 * The same for elements that nothing leans on, where it is known when the others fail: `steps` is
 * that, -1 for never and for those asked about, which are the ones with limits.
 */
export function followed(
  network: StressNetwork,
  { stress }: Onset,
  steps: ArrayLike<number>,
): Superposition {
  const { elementCount, limitOffsets, shifts } = network;
  const now = Float64Array.from(stress);
  const found = Int16Array.from({ length: elementCount }, (_, n) => steps[n] as number);
  const peak = elementStress(network, now);
  let second: Float64Array = peak.slice();
  const last = found.reduce((most, step) => Math.max(most, step), 0);
  for (let step = 1; step <= last + 1; step++) {
    for (let n = 0; n < elementCount; n++) {
      if (limitOffsets[n] === limitOffsets[n + 1] || (found[n] as number) >= 0) continue;
      if (exceeds(greatestStress(network, now, n))) found[n] = step;
    }
    for (let limit = 0; limit < shifts.rows; limit++) {
      const end = shifts.offsets[limit + 1] as number;
      for (let e = shifts.offsets[limit] as number; e < end; e++) {
        if (steps[shifts.indices[e] as number] !== step) continue;
        now[limit] = (now[limit] as number) + (shifts.values[e] as number);
      }
    }
    const stressed = elementStress(network, now);
    for (let n = 0; n < elementCount; n++) {
      peak[n] = Math.max(peak[n] as number, stressed[n] as number);
    }
    if (step === 1) second = stressed;
  }
  return { steps: found, peak, second };
}
