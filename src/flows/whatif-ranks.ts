/** Which effects of a what-if people care for first. Used to order its explanation. */
import { behaviourOf, behaviours } from '../behaviour/behaviours.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

/**
 * Ranks by what a twin is for. 0: it asks for something, as a `Demand` or a `PeriodicDemand` (a
 * customer's order, a district's power), so that its loss is felt outside the graph. 1: what makes,
 * keeps or passes things on. 2: a `Transit`, which stops because an end of it does.
 */
export function effectRanks(
  graph: TwinGraph,
  catalogue: Catalogue,
  modelOf: (twin: string) => string,
): (twin: string) => number {
  const demand = behaviourOf(graph, catalogue, behaviours.demand);
  const periodic = behaviourOf(graph, catalogue, behaviours.periodicDemand);
  const transit = behaviourOf(graph, catalogue, behaviours.transit);
  return (twin) => {
    const model = modelOf(twin);
    if (demand.has(model) || periodic.has(model)) return 0;
    return transit.has(model) ? 2 : 1;
  };
}
