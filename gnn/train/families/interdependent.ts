/** Interdependent layers: two or three networks whose nodes also need a node of another layer. */
import type { RandomStream } from '../../../src/model/random.ts';
import { evenly, NetworkDraft } from '../network-draft.ts';
import { geometric } from './geometric.ts';
import { layeredSupply } from './layered.ts';
import { meshWithSources } from './mesh.ts';
import { treeWithTies } from './tree.ts';

/** After Buldyrev et al. 2010: what one layer loses may come back to it through another. */
export function interdependent(random: RandomStream, size: number): NetworkDraft {
  const families = [treeWithTies, meshWithSources, layeredSupply, geometric];
  const count = 2 + random.integer(2);
  const draft = new NetworkDraft();
  const layers = Array.from({ length: count }, () => {
    const layer = random.pick(families)(random, Math.max(8, Math.round(size / count)));
    return append(draft, layer);
  });
  const coupled = 0.1 + 0.3 * random.uniform();
  for (const [index, layer] of layers.entries()) {
    const name = random.pick(['power', 'data', 'control', 'water']);
    // Each layer needs the one before it, which sometimes needs this one in turn.
    const back = random.uniform() < 0.4 ? layers[index + 1] : undefined;
    for (const other of [layers[index - 1], back]) {
      for (const node of other === undefined ? [] : layer) {
        if (random.uniform() > coupled / 2) continue;
        const supports = [random.pick(other as number[])];
        if (random.uniform() < 0.4) supports.push(random.pick(other as number[]));
        const mutual = other === back || supports.length === 1 || random.uniform() < 0.3;
        draft.depend(node, name, mutual ? 'all' : 'any', evenly([...new Set(supports)]));
      }
    }
  }
  return draft;
}

/** Copies a layer behind what is there; gives the indexes of its nodes. */
function append(draft: NetworkDraft, layer: NetworkDraft): number[] {
  const start = draft.delays.length;
  const nodes = layer.delays.map((seconds) => draft.node(seconds));
  for (const group of layer.groups) {
    const supports = group.supports.map(({ node, weight }) => ({ node: start + node, weight }));
    draft.groups.push({ ...group, owner: start + group.owner, supports });
  }
  return nodes;
}
