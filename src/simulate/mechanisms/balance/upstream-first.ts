/** An order of places: all come after those that bring them anything. Called by `buildSurvivalNetwork`. */
import type { SurvivalNetwork } from './survival-network.ts';

/** By place, its turn; undefined where there is a circle. */
export function upstreamFirst({
  leaving,
  to,
}: Pick<SurvivalNetwork, 'leaving' | 'to'>): Int32Array | undefined {
  const waiting = new Int32Array(leaving.length);
  for (const next of to) waiting[next] = (waiting[next] as number) + 1;
  const order: number[] = [];
  waiting.forEach((count, place) => {
    if (count === 0) order.push(place);
  });
  const turns = new Int32Array(leaving.length);
  for (let turn = 0; turn < order.length; turn++) {
    const place = order[turn] as number;
    turns[place] = turn;
    for (const lane of leaving[place] as readonly number[]) {
      const next = to[lane] as number;
      waiting[next] = (waiting[next] as number) - 1;
      if (waiting[next] === 0) order.push(next);
    }
  }
  return order.length === leaving.length ? turns : undefined;
}
