/** What the engine gives a mechanism, for tests that drive one by hand. */
import { behaviourOf } from '../../src/behaviour/behaviours.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import type { Moment, Setting } from '../../src/simulate/mechanism.ts';

/** A run on one graph with everything wanted, in which every trouble matters. */
export function settingOf(graph: TwinGraph, catalogue: Catalogue, horizonSeconds: number): Setting {
  return {
    graph,
    graphs: [graph],
    catalogue,
    seed: 1,
    horizonSeconds,
    figuresOnly: false,
    behaviour: (id, other = graph) => behaviourOf(other, catalogue, id),
    matters: () => true,
  };
}

let version = 0;

/** A moment that may differ from all before. */
export function versioned(moment: Omit<Moment, 'version'>): Moment {
  version++;
  return { ...moment, version };
}
