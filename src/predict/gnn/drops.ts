/** How much of an element's risk goes when one of its supports is sound. Called for the causes. */
import { advance, begin, type State } from '../../../gnn/model/architecture.ts';
import { arrayAlgebra, type Matrix } from '../../../gnn/model/array-algebra.ts';
import { normalise } from '../../../gnn/model/normalisation.ts';
import { type Ensemble, inverseHazard, paced } from './ensemble.ts';
import { type Excerpt, excerptOf, type Occlusion } from './excerpt.ts';
import { featuresOf, type GraphFeatures, messagesOf, stepFeatures } from './features.ts';
import { occludedView } from './occlusion.ts';
import type { Prognosis } from './prognosis.ts';

export interface Drop {
  readonly support: number;
  /** The element's risk as the first member of the ensemble sees it, not cooled. */
  readonly risk: number;
  /** How much of it goes when the support is sound. */
  readonly drop: number;
}

/**
 * The drops by element. Only the copies are computed: what they hear of the network at each step is
 * in the trace of the outlook.
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
  { members, normalisation }: Ensemble,
  { view, features: whole, outlook }: Prognosis,
  occlusions: readonly Occlusion[],
): Generator<void, Float64Array> {
  const alive = new Float64Array(occlusions.length).fill(1);
  const [member] = members;
  if (member === undefined) return alive.fill(0);
  const excerpt = excerptOf(view.network, occlusions);
  const features = featuresOf(
    [occludedView(view, occlusions, excerpt)],
    messagesOf(excerpt.network),
  );
  restoreRows(features.nodes, whole.nodes, excerpt);
  yield;
  const inputs = {
    ...features,
    ...features.messages,
    nodes: normalise(features.nodes, normalisation.nodes),
    limits: normalise(features.limits, normalisation.limits),
    step: (t: number) => stepFeatures(features, t),
  };
  const { relation, state: begun } = begin(arrayAlgebra, member, inputs);
  let state = begun;
  for (const [i, known] of outlook.trace.entries()) {
    const { logits, ...next } = advance(arrayAlgebra, member, {
      inputs,
      relation,
      state,
      t: i + 1,
    });
    survive(alive, logits, features);
    restore(next, known, excerpt);
    state = next;
    yield;
  }
  return alive.map((value) => 1 - value);
}

function survive(alive: Float64Array, logits: Matrix, { offset }: GraphFeatures): void {
  for (const [copy, left] of alive.entries()) {
    const inverse = inverseHazard(logits.values[copy] as number, offset[copy] as number);
    alive[copy] = left - left / inverse;
  }
}

/** Puts those heard from where they stand after this step in the whole network. */
function restore(state: State<Matrix>, known: State<Matrix>, excerpt: Excerpt): void {
  for (const name of ['hidden', 'failed', 'fresh', 'alive'] as const) {
    restoreRows(state[name], known[name], excerpt);
  }
}

function restoreRows(to: Matrix, from: Matrix, { originals, copies }: Excerpt): void {
  const width = to.columns;
  for (let row = copies + 1; row < originals.length; row++) {
    const at = (originals[row] as number) * width;
    to.values.set(from.values.subarray(at, at + width), row * width);
  }
}
