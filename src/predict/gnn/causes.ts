/** Why the network expects a twin to fail: which of its supports carry the risk, and how much of it. */
import { compareText } from '../../model/compare-text.ts';
import type { Cause } from '../../model/forecast.ts';
import type { Situation } from '../situation.ts';
import { dropsOf } from './drops.ts';
import type { Ensemble } from './ensemble.ts';
import type { Occlusion } from './excerpt.ts';
import type { Prognosis } from './prognosis.ts';
import { supportShares } from './support-shares.ts';

/** Risks below this are not explained, nor are supports below it suspected. */
const leastRisk = 0.005;
/** From this risk on a twin is likely to fail, and something is named for it. */
const likely = 0.1;
/** Where no occlusion weighs this much, no single support explains the risk. */
const leastTelling = 0.05;
/** Occlusions of one situation; the twins most at risk come first. */
const maxOcclusions = 400;
const maxCauses = 5;
const leastWeight = 0.01;

interface Weighed {
  readonly support: number;
  readonly weight: number;
}

/**
 * The causes of the nodes asked for, kept with the prognosis. A support's weight is the share of
 * the risk that would be gone if it could not fail, as the first member of the ensemble sees it;
 * where the supports' shares overlap they are scaled to sum to 1. A twin with one support at risk
 * has that one as its whole cause. Where a likely failure takes several supports together, so that
 * none tells alone, the weight is a support's share of the risk among all of them; where none of
 * them is at risk, the twin itself is the cause.
 */
export async function causesOf(
  ensemble: Ensemble,
  prognosis: Prognosis,
  asked: readonly number[],
): Promise<ReadonlyMap<number, readonly Cause[]>> {
  const { causes, outlook, situation } = prognosis;
  const open = new Set(asked.filter((node) => !causes.has(node)));
  if (open.size === 0) return causes;
  const found = new Map<number, readonly Weighed[]>();
  const occlusions: Occlusion[] = [];
  for (const [node, supports] of suspectsOf(prognosis)) {
    if (!open.has(node)) continue;
    if (supports.length === 1) found.set(node, [{ support: supports[0] ?? 0, weight: 1 }]);
    else occlusions.push(...supports.map((support) => ({ node, support })));
  }
  for (const [node, drops] of await dropsOf(ensemble, prognosis, occlusions)) {
    const sum = drops.reduce((total, { drop }) => total + drop, 0);
    const scale = Math.max(drops[0]?.risk ?? 0, sum, 1e-9);
    found.set(
      node,
      drops.map(({ support, drop }) => ({ support, weight: drop / scale })),
    );
  }
  for (const node of open) {
    const explained = situation.mayFail[node] ? (found.get(node) ?? []) : [];
    const told = explained.some(({ weight }) => weight >= leastTelling);
    const known = told || (outlook.probability[node] ?? 0) <= likely;
    const weighed = known
      ? explained.filter(({ weight }) => weight >= leastWeight)
      : together(prognosis, node);
    causes.set(node, listed(situation, node, weighed));
  }
  return causes;
}

/** The shares of supports that fail together; the node itself where none of them is at risk. */
function together({ situation, outlook }: Prognosis, node: number): readonly Weighed[] {
  const { network, failed, awaited, nodes } = situation;
  // While nothing has failed, each twin may be the one that does.
  const own = awaited ? 1 / Math.max(1, nodes.length) : 0;
  const risk = (support: number) =>
    failed[support] ? 1 : Math.min(1, own + (outlook.probability[support] ?? 0));
  const shares = supportShares(network, node, risk);
  return shares.length > 0 ? shares : [{ support: node, weight: 1 }];
}

/** The supports at risk of each node at risk, the riskiest node first, as far as occlusions go. */
function suspectsOf({ situation, outlook }: Prognosis): [number, number[]][] {
  const { network, failed, mayFail, awaited, nodes } = situation;
  const risk = (node: number) => outlook.probability[node] ?? 0;
  const suspected = (node: number) => awaited || failed[node] || risk(node) >= leastRisk;
  const exposed = nodes.filter((node) => mayFail[node] && risk(node) >= (awaited ? 0 : leastRisk));
  exposed.sort((a, b) => risk(b) - risk(a) || a - b);
  let left = maxOcclusions;
  return exposed.flatMap((node): [number, number[]][] => {
    const from = network.supportOffsets[network.groupOffsets[node] ?? 0] ?? 0;
    const to = network.supportOffsets[network.groupOffsets[node + 1] ?? 0] ?? 0;
    const supports = [...new Set(network.supportNode.subarray(from, to))].filter(suspected);
    if (supports.length === 1) return [[node, supports]];
    if (supports.length > left) return [];
    left -= supports.length;
    return [[node, supports]];
  });
}

/** The heaviest causes, ties by id. */
function listed(situation: Situation, node: number, weighed: readonly Weighed[]): Cause[] {
  return weighed
    .map(({ support, weight }) => causeOf(situation, node, { support, weight }))
    .sort((a, b) => b.weight - a.weight || compareText(a.twin, b.twin))
    .slice(0, maxCauses);
}

function causeOf({ graph, network }: Situation, node: number, { support, weight }: Weighed): Cause {
  const twin = graph.twinAt(support)?.id ?? '';
  if (support === node) return { twin, weight };
  const from = network.supportOffsets[network.groupOffsets[node] ?? 0] ?? 0;
  const edge = network.supportEdge[network.supportNode.indexOf(support, from)] ?? -1;
  const relationship = graph.relationshipAt(edge);
  if (relationship === undefined) return { twin, weight };
  return { twin, relationship: { source: relationship.source, id: relationship.id }, weight };
}
