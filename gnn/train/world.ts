/**
 * The truth behind a generated graph, which the predictor does not see: whether declared reserves
 * hold, how much less than everything is really enough, how long batteries last, how long a repair
 * takes. Correlated with what can be seen, plus noise. The numbers are assumptions of ours.
 */
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import type { RandomStream } from '../../src/model/random.ts';
import { workingSet } from '../../src/predict/declared-rule.ts';
import { spanOf } from '../../src/predict/dependency-walk.ts';
import { reserveOf } from './families/commodities.ts';

/** A network with its true needs and delays; healthy as long as nothing fails. */
export function drawWorld(declared: DependencyNetwork, random: RandomStream): DependencyNetwork {
  const groupNeed = Float64Array.from(declared.groupNeed);
  const groupGrounded = Uint8Array.from(declared.groupGrounded);
  const trust = 0.4 * random.normal(); // how well this world is run as a whole
  for (let g = 0; g < declared.groupCount; g++) {
    const total = totalWeight(declared, g);
    const holds = random.uniform() < sigmoid(trust + holdOdds(declared, g) + 0.5 * random.normal());
    const [share, tolerance] = [random.uniform(), random.uniform()];
    const need = declared.groupNeed[g] ?? 0;
    if (declared.groupGrounded[g]) {
      // The reserve is only there in part: up to everything is needed.
      if (!holds) groupNeed[g] = need + (total - need) * (0.4 + 0.6 * share);
    } else if (holds && spanOf(declared.supportOffsets, g) > 1 && tolerance < 0.5) {
      // Said to need all of its supports, and gets by with less.
      groupNeed[g] = total * (0.45 + 0.4 * share);
      groupGrounded[g] = 1;
    }
  }
  const delaySeconds = declared.delaySeconds.map((seconds, node) => {
    const [noise, dead] = [random.normal(), random.uniform() < 0.12];
    const age = 0.25 * Math.log1p(spanOf(declared.dependentOffsets, node));
    return dead ? 0 : seconds * Math.exp(0.6 * noise - age);
  });
  return healthy(declared, { ...declared, groupNeed, groupGrounded, delaySeconds });
}

/** Seconds until what failed first is repaired: six hours in the median, log-normal. */
export function drawRepairSeconds(random: RandomStream): number {
  return 21_600 * Math.exp(0.9 * random.normal());
}

/** Log-odds that a reserve holds: by commodity, by how many lean on the supports, by their number. */
function holdOdds(network: DependencyNetwork, group: number): number {
  const [from, to] = [network.supportOffsets[group] ?? 0, network.supportOffsets[group + 1] ?? 0];
  let crowding = 0;
  for (let s = from; s < to; s++) {
    const carried = spanOf(network.dependentOffsets, network.supportNode[s] ?? 0);
    crowding += Math.log(Math.max(1, carried)) / (to - from);
  }
  const needed = (network.groupNeed[group] ?? 0) / (totalWeight(network, group) || 1);
  const reserve = 1.5 * reserveOf(network.groupName[group] ?? '');
  return 1.4 + reserve - 1.6 * crowding + 0.3 * (to - from) - 0.8 * (needed - 0.5);
}

/** Takes back what would make a node fail though nothing has: those worlds are not ours. */
function healthy(declared: DependencyNetwork, world: DependencyNetwork): DependencyNetwork {
  const { groupNeed, groupGrounded } = world;
  for (;;) {
    const works = workingSet(world, world.failed);
    const first = works.indexOf(0);
    if (first === -1) return world;
    for (let node = first; node < works.length; node++) {
      if (works[node]) continue;
      const end = declared.groupOffsets[node + 1] ?? 0;
      for (let g = declared.groupOffsets[node] ?? 0; g < end; g++) {
        groupNeed[g] = declared.groupNeed[g] ?? 0;
        groupGrounded[g] = declared.groupGrounded[g] ?? 0;
      }
    }
  }
}

function totalWeight(network: DependencyNetwork, group: number): number {
  let total = 0;
  const end = network.supportOffsets[group + 1] ?? 0;
  for (let s = network.supportOffsets[group] ?? 0; s < end; s++) {
    total += network.supportWeight[s] ?? 0;
  }
  return total;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
