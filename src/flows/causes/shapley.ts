/**
 * Shapley values: what each player of a game is owed of what all of them come to together, for many
 * figures at once (L. S. Shapley, "A value for n-person games", 1953). Used by `causesOf`.
 */
import { RandomStream } from '../../model/random.ts';

/** Players by index, ascending. */
export type Coalition = readonly number[];

/** What the players of a coalition come to, one number for each figure. */
export type Worth = (coalition: Coalition) => Float64Array;

/** All 2^n of them, the empty one first and the whole one last. */
export function coalitionsOf(players: number): Coalition[] {
  return Array.from({ length: 2 ** players }, (_, mask) => membersOf(mask, players));
}

/**
 * Exact values, by player: φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).
 * They sum to v(N) − v(∅) up to rounding; asks for the worth of all 2^n coalitions.
 */
export function shapleyValues(players: number, worth: Worth): Float64Array[] {
  const values = coalitionsOf(players).map(worth);
  const weight = new Float64Array(players).fill(1 / players);
  for (let size = 1; size < players; size++) {
    weight[size] = ((weight[size - 1] as number) * size) / (players - size);
  }
  return Array.from({ length: players }, (_, player) => {
    const owed = new Float64Array(values[0]?.length ?? 0);
    for (let mask = 0; mask < values.length; mask++) {
      if ((mask >> player) & 1) continue;
      const without = values[mask] as Float64Array;
      const joined = values[mask | (1 << player)] as Float64Array;
      const share = weight[membersOf(mask, players).length] as number;
      addDifference(owed, { joined, without, share });
    }
    return owed;
  });
}

/**
 * Random orders in which the players may come, each followed by its reverse: the two together have
 * no error of their own where at most two players act on one another (antithetic sampling, R. Mitchell
 * et al., "Sampling permutations for Shapley value estimation", 2022). The same each time.
 */
export function pairedOrders(players: number, pairs: number): (readonly number[])[] {
  const stream = new RandomStream(orderKey);
  return Array.from({ length: pairs }).flatMap(() => {
    const order = Array.from({ length: players }, (_, player) => player);
    for (let last = players - 1; last > 0; last--) {
      const other = stream.integer(last + 1);
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    return [order, order.toReversed()];
  });
}

const orderKey = 0x5ca1e;

/** The coalitions that come about as the players come in an order, from nobody to all. */
export function prefixesOf(order: readonly number[]): Coalition[] {
  return Array.from({ length: order.length + 1 }, (_, size) =>
    order.slice(0, size).sort((a, b) => a - b),
  );
}

/** By player: what its coming adds in this order. They sum to v(N) − v(∅) in any order. */
export function marginalsOf(order: readonly number[], worth: Worth): Float64Array[] {
  const values = prefixesOf(order).map(worth);
  const added: Float64Array[] = new Array(order.length);
  order.forEach((player, place) => {
    const [without, joined] = [values[place], values[place + 1]] as [Float64Array, Float64Array];
    added[player] = new Float64Array(without.length);
    addDifference(added[player], { joined, without, share: 1 });
  });
  return added;
}

interface Difference {
  readonly joined: Float64Array;
  readonly without: Float64Array;
  readonly share: number;
}

function addDifference(to: Float64Array, { joined, without, share }: Difference): void {
  for (let f = 0; f < to.length; f++) {
    to[f] = (to[f] as number) + share * ((joined[f] as number) - (without[f] as number));
  }
}

function membersOf(mask: number, players: number): number[] {
  const members: number[] = [];
  for (let player = 0; player < players; player++) if ((mask >> player) & 1) members.push(player);
  return members;
}
