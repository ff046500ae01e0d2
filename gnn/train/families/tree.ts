/** Radial distribution with ties: each node is fed by a parent and sometimes by a second way in. */
import type { RandomStream } from '../../../src/model/random.ts';
import { evenly, NetworkDraft } from '../network-draft.ts';
import { commodityNames } from './commodities.ts';
import { delay } from './delay.ts';

/** A few roots, then nodes that each hang on earlier ones: any one of them is declared enough. */
export function treeWithTies(random: RandomStream, size: number): NetworkDraft {
  const draft = new NetworkDraft();
  const [main = '', side = ''] = commodityNames(random, 2);
  const roots = 1 + random.integer(3);
  const ties = 0.15 + 0.5 * random.uniform();
  const span = 3 + random.integer(20);
  for (let i = 0; i < size; i++) {
    const node = draft.node(i < roots ? 0 : delay(random, 0.3));
    if (i < roots) continue;
    // A parent among the last few gives deep trees, among all of them flat ones.
    const feeders = new Set([Math.max(0, i - 1 - random.integer(span))]);
    while (random.uniform() < ties && feeders.size < 4) feeders.add(random.integer(i));
    draft.depend(node, main, random.uniform() < 0.85 ? 'any' : 'all', evenly([...feeders]));
    if (random.uniform() < 0.12) draft.depend(node, side, 'any', evenly([random.integer(i)]));
  }
  return draft;
}
