/** How much of a node's risk goes when one of its supports is sound. Called for the causes. */
import type { State } from '../../../gnn/model/architecture.ts';
import type { Matrix } from '../../../gnn/model/array-algebra.ts';
import { type Ensemble, inverseHazard, paced, rolledOut } from './ensemble.ts';
import { copyRows, excerptOf } from './excerpt.ts';
import { featuresOf } from './features.ts';
import { copyOf, type Occlusion, occludedView } from './occlusion.ts';
import type { Prognosis } from './prognosis.ts';

export interface Drop {
  readonly support: number;
  /** The node's risk as the first member of the ensemble sees it, not cooled. */
  readonly risk: number;
  /** How much of it goes when the support is sound. */
  readonly drop: number;
}

/**
 * The drops by node. Only the copies are computed: what they hear of the graph at each step is
 * in the trace of the outlook, since nothing hears from a copy.
 */
export async function dropsOf(
  ensemble: Ensemble,
  prognosis: Prognosis,
  occlusions: readonly Occlusion[],
): Promise<Map<number, Drop[]>> {
  const drops = new Map<number, Drop[]>();
  if (occlusions.length === 0) return drops;
  const left = await paced(copiesRisk(ensemble, prognosis, occlusions));
  for (const [position, { node, support }] of occlusions.entries()) {
    const risk = prognosis.outlook.firstProbability[node] ?? 0;
    const drop = Math.max(0, risk - (left[position] ?? 0));
    const found = drops.get(node) ?? [];
    drops.set(node, [...found, { support, risk, drop }]);
  }
  return drops;
}

/** The risk of each copy, whose support is sound, by the first member. `[occlusions]` */
function* copiesRisk(
  ensemble: Ensemble,
  { view, outlook, options }: Prognosis,
  occlusions: readonly Occlusion[],
): Generator<void, Float64Array> {
  const alive = new Float64Array(occlusions.length).fill(1);
  const [member] = ensemble.members;
  if (member === undefined) return alive.fill(0);
  const copies = occlusions.map((_, position) => copyOf(view.network, position));
  const sound = view.network.nodeCount;
  const whole = featuresOf(occludedView(view, occlusions));
  const { features, nodes } = excerptOf(whole, [...copies, sound]);
  yield;
  const rolled = rolledOut(ensemble, member, features);
  for (const known of outlook.trace) {
    const step = rolled.next().value;
    for (const position of occlusions.keys()) {
      const left = alive[position] ?? 0;
      const inverse = inverseHazard(step.logits.values[position] ?? 0, options.offset);
      alive[position] = left - left / inverse;
    }
    restore(step, known, { nodes, own: copies.length + 1 });
    yield;
  }
  return alive.map((value) => 1 - value);
}

/** Puts the neighbours where they stand after this step in the whole graph. */
function restore(
  step: State<Matrix>,
  known: State<Matrix>,
  { nodes, own }: { nodes: readonly number[]; own: number },
): void {
  copyRows(known.hidden, step.hidden, nodes, own);
  copyRows(known.failed, step.failed, nodes, own);
}
