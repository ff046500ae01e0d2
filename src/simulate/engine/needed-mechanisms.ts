/**
 * Which mechanisms of a plan runs need of which some key figures alone are wanted: those that give
 * one of these, and those whose troubles others feel, or these figures count. Called by `engine` for
 * many cases, and to tell which figures are random.
 */
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { Mechanism } from '../mechanism.ts';
import { hasDependents, isNeeded } from '../mechanisms/dependency/dependency.ts';
import type { CasesRequest, Kpi } from '../simulator.ts';
import type { Outcome } from './outputs.ts';

/** First words of the figures of dependency: what is served counts demands, `failed` what fails. */
const served = ['served', 'demand', 'unserved'];
const failed = 'failed';

/** All of them where a figure is wanted that none claims. */
export function neededFor(
  { kpis, catalogue }: Pick<CasesRequest, 'kpis' | 'catalogue'>,
  plan: Plan,
  present: readonly Mechanism[],
): readonly Mechanism[] {
  const roots = new Set(kpis.map(rootOf));
  return present.filter(needs(roots, { plan, catalogue }, present));
}

/** Whether figures with these first words need a mechanism. */
function needs(
  roots: ReadonlySet<string>,
  ground: Ground,
  present: readonly Mechanism[],
): (mechanism: Mechanism) => boolean {
  const claimed = new Set(present.flatMap(({ figures = [] }) => figures));
  for (const root of [...served, failed]) claimed.add(root);
  if ([...roots].some((root) => !claimed.has(root))) return () => true;
  const counts = {
    served: served.some((root) => roots.has(root)),
    failed: roots.has(failed),
  };
  return (mechanism) =>
    mechanism.figures === undefined ||
    mechanism.figures.some((root) => roots.has(root)) ||
    isFelt(mechanism, ground, counts);
}

/** Names of the figures that need a mechanism that draws at random. */
export function randomKpis(
  kpis: readonly Kpi[],
  ground: Ground,
  parts: readonly (Pick<Outcome, 'random'> & { readonly of: Mechanism })[],
): ReadonlySet<string> {
  const random = parts.filter((part) => part.random).map((part) => part.of);
  if (random.length === 0) return new Set();
  const present = parts.map((part) => part.of);
  const roots = [...new Set(kpis.map(({ name }) => rootOf(name)))];
  const isRandom = new Set(
    roots.filter((root) => random.some(needs(new Set([root]), ground, present))),
  );
  return new Set(kpis.map(({ name }) => name).filter((name) => isRandom.has(rootOf(name))));
}

interface Ground {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
}

/** Figures of dependency that are wanted. */
interface Counts {
  readonly served: boolean;
  readonly failed: boolean;
}

/** Whether any twin depends on one that the mechanism may bring into trouble, or a figure counts it. */
function isFelt(mechanism: Mechanism, { plan, catalogue }: Ground, counts: Counts): boolean {
  const graphs = [plan.start, ...plan.later].map(({ graph }) => graph);
  const mayFail = mechanism.effects?.includes('fails') ?? true;
  return graphs.some((graph) => {
    const nodes = mechanism.mayTrouble?.(graph, catalogue);
    if (nodes === undefined) return true;
    if (counts.failed && mayFail && nodes.length > 0) return true;
    if (counts.served) return nodes.some((node) => isNeeded(graph, catalogue, node));
    const network = dependencyNetwork(graph, catalogue);
    return nodes.some((node) => node < network.nodeCount && hasDependents(network, node));
  });
}

function rootOf(name: string): string {
  return name.split('.')[0] as string;
}
