/** Geometric graphs: places carried by what is near, where a share of the capacity must remain. */
import type { RandomStream } from '../../../src/model/random.ts';
import { NetworkDraft, type Support } from '../network-draft.ts';
import { commodityNames } from './commodities.ts';
import { delay } from './delay.ts';

/** Points in a square, fed by nearby points closer to the centre, near ones carrying more. */
export function geometric(random: RandomStream, size: number): NetworkDraft {
  const draft = new NetworkDraft();
  const [name = ''] = commodityNames(random, 1);
  const radius = Math.sqrt((4 + 5 * random.uniform()) / (Math.PI * size));
  const points = Array.from({ length: size }, () => ({
    x: random.uniform() - 0.5,
    y: random.uniform() - 0.5,
    node: draft.node(delay(random, 0.25)),
  }));
  const fraction = 0.2 + 0.4 * random.uniform();
  for (const point of points) {
    const supports: Support[] = [];
    for (const other of points) {
      const far = Math.hypot(point.x - other.x, point.y - other.y);
      const inwards = Math.hypot(other.x, other.y) < Math.hypot(point.x, point.y);
      if (far > radius || !inwards) continue;
      supports.push({ node: other.node, weight: 1 + Math.round((4 * (radius - far)) / radius) });
    }
    const own = Math.min(0.9, Math.max(0.05, fraction + 0.1 * random.normal()));
    draft.depend(point.node, name, { fraction: own }, supports);
  }
  return draft;
}
