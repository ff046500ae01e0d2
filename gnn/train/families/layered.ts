/** Supply networks: tiers of makers, each of which needs several inputs from the tier above it. */
import type { RandomStream } from '../../../src/model/random.ts';
import { evenly, NetworkDraft, type Rule } from '../network-draft.ts';
import { commodityNames } from './commodities.ts';
import { delay } from './delay.ts';

/** Four to nine tiers; an input has one source or alternatives, and stock bridges a gap. */
export function layeredSupply(random: RandomStream, size: number): NetworkDraft {
  const draft = new NetworkDraft();
  const names = commodityNames(random, 4);
  const tiers = 4 + random.integer(6);
  const single = 0.2 + 0.4 * random.uniform();
  let above: number[] = [];
  for (let tier = 0; tier < tiers; tier++) {
    const width = Math.max(2, Math.round((size / tiers) * (0.6 + 0.8 * random.uniform())));
    const here = Array.from({ length: width }, () => draft.node(delay(random, 0.5)));
    for (const node of tier === 0 ? [] : here) {
      for (let input = random.integer(3); input >= 0; input--) {
        const count = random.uniform() < single ? 1 : 2 + random.integer(3);
        const sources = [...new Set(Array.from({ length: count }, () => random.pick(above)))];
        draft.depend(
          node,
          names[input] as string,
          ruleFor(random, sources.length),
          evenly(sources),
        );
      }
    }
    above = here;
  }
  return draft;
}

function ruleFor(random: RandomStream, sources: number): Rule {
  const kind = random.uniform();
  if (sources > 2 && kind < 0.35) return { kOfN: 2 };
  return kind < 0.85 ? 'any' : 'all';
}
