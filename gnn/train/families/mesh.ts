/** Meshes with sources, as power grids and pipe networks: neighbours feed each other, loads hang on. */
import type { RandomStream } from '../../../src/model/random.ts';
import { evenly, NetworkDraft } from '../network-draft.ts';
import { commodityNames } from './commodities.ts';
import { delay } from './delay.ts';

/** A square mesh with some lines left out; a stretch of it without a source is dead. */
export function meshWithSources(random: RandomStream, size: number): NetworkDraft {
  const draft = new NetworkDraft();
  const [name = ''] = commodityNames(random, 1);
  const width = 2 + random.integer(Math.max(1, Math.floor(Math.sqrt(size))));
  const buses = Math.max(width * 2, Math.round(size * (0.3 + 0.4 * random.uniform())));
  const kept = 0.55 + 0.4 * random.uniform();
  const withLines = random.uniform() < 0.5; // lines as nodes of their own, which can fail too
  for (let bus = 0; bus < buses; bus++) draft.node(delay(random, 0.1));
  const sources = new Set(
    Array.from({ length: 1 + random.integer(3) }, () => random.integer(buses)),
  );
  const neighbours = Array.from({ length: buses }, () => new Set<number>());
  for (let bus = 1; bus < buses; bus++) {
    // The first of the two neighbours before a bus is always kept, so that the mesh is connected.
    const before = bus % width === 0 ? [bus - width] : [bus - 1, bus - width];
    for (const [index, other] of before.filter((at) => at >= 0).entries()) {
      if (index > 0 && random.uniform() > kept) continue;
      const line = withLines ? draft.node() : undefined;
      if (line !== undefined) draft.depend(line, name, 'any', evenly([bus, other]));
      neighbours[bus]?.add(line ?? other);
      neighbours[other]?.add(line ?? bus);
    }
  }
  for (const [bus, around] of neighbours.entries()) {
    if (!sources.has(bus))
      draft.depend(bus, name, 'any', evenly([...around].sort((a, b) => a - b)));
  }
  while (draft.delays.length < size) {
    const feeders = [random.integer(buses)];
    if (random.uniform() < 0.3) feeders.push(random.integer(buses));
    draft.depend(draft.node(delay(random, 0.4)), name, 'any', evenly([...new Set(feeders)]));
  }
  return draft;
}
