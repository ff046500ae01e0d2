/**
 * Which mechanisms of a plan runs need of which some key figures alone are wanted: those that give
 * one of these, and those whose troubles others feel. Called by `engine` for many cases.
 */
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { Mechanism } from '../mechanism.ts';
import { hasDependents } from '../mechanisms/dependency/dependency.ts';
import type { CasesRequest } from '../simulator.ts';

/**
 * All of them where a figure is wanted that none claims, such as one of dependency, which counts
 * the troubles of every mechanism.
 */
export function neededFor(
  { kpis, catalogue }: Pick<CasesRequest, 'kpis' | 'catalogue'>,
  plan: Plan,
  present: readonly Mechanism[],
): readonly Mechanism[] {
  const roots = new Set(kpis.map((name) => name.split('.')[0] as string));
  const claimed = new Set(present.flatMap(({ figures = [] }) => figures));
  if ([...roots].some((root) => !claimed.has(root))) return present;
  return present.filter(
    (mechanism) =>
      mechanism.figures === undefined ||
      mechanism.figures.some((root) => roots.has(root)) ||
      isFelt(mechanism, plan, catalogue),
  );
}

/** Whether any twin depends on one that the mechanism may bring into trouble. */
function isFelt(mechanism: Mechanism, plan: Plan, catalogue: Catalogue): boolean {
  const graphs = [plan.start, ...plan.later].map(({ graph }) => graph);
  return graphs.some((graph) => {
    const nodes = mechanism.mayTrouble?.(graph, catalogue);
    if (nodes === undefined) return true;
    const network = dependencyNetwork(graph, catalogue);
    return nodes.some((node) => node < network.nodeCount && hasDependents(network, node));
  });
}
