/**
 * Occlusion: what an element's risk would be if one that it leans on could not fail. What is seen of
 * the copies of an excerpt; all that they hear from is seen as before. Used for the causes.
 */

import { type Excerpt, type Occlusion, range } from './excerpt.ts';
import { elementStress, followed } from './superposition.ts';
import type { View } from './view.ts';

/** The view of an excerpt of what `view` is of. */
export function occludedView(view: View, occlusions: readonly Occlusion[], excerpt: Excerpt): View {
  const { network, originals, limits, copies } = excerpt;
  const ofElements = (values: ArrayLike<number>, sound = 0) =>
    Float64Array.from(originals, (n) => (n < 0 ? sound : (values[n] as number)));
  const ofLimits = (values: Float64Array) =>
    Float64Array.from(limits, ({ limit }) => values[limit] as number);
  // Copies and the sound element have not failed, and nobody has said yet whether they will.
  const open = (values: ArrayLike<number>) => ofElements(values, -1).fill(-1, 0, copies);
  const failed = Uint8Array.from(ofElements(view.failed)).fill(0, 0, copies);
  const stress = stressWithout(view, occlusions, excerpt);
  const onset = { failed, stress };
  return {
    network,
    ...onset,
    awaitedAmong: view.awaitedAmong,
    declared: followed(network, onset, open(view.declared)).steps,
    loads: followed(network, onset, open(view.loads.steps)),
    fromSources: ofElements(view.fromSources),
    fromFailed: arriving(excerpt, ofElements(view.fromFailed, Number.POSITIVE_INFINITY)),
    rise: ofLimits(view.rise),
    fall: ofLimits(view.fall),
    largest: ofLimits(view.largest),
    crowding: crowdingWithout(view, occlusions, excerpt),
    shifted: ofElements(view.shifted),
    leads: ofElements(view.leads),
    baseStress: ofElements(view.baseStress),
    stressNow: elementStress(network, stress),
  };
}

/** Stress of the copies' limits had their supports not failed. */
function stressWithout(
  { network: { shifts }, failed, stress }: View,
  occlusions: readonly Occlusion[],
  { limits }: Excerpt,
): Float32Array {
  return Float32Array.from(limits, ({ limit, copy }) => {
    const support = occlusions[copy]?.support as number;
    if (failed[support] !== 1) return stress[limit] as number;
    const entry = range(shifts.offsets, limit).find((e) => shifts.indices[e] === support);
    return (stress[limit] as number) - (entry === undefined ? 0 : (shifts.values[entry] as number));
  });
}

/** A sound support carries nobody else. */
function crowdingWithout(
  { network: { shifts }, leads, crowding }: View,
  occlusions: readonly Occlusion[],
  { limits }: Excerpt,
): Float64Array {
  return Float64Array.from(limits, ({ limit, copy }) => {
    const support = occlusions[copy]?.support as number;
    const entries = range(shifts.offsets, limit);
    const isOn = entries.some((e) => shifts.indices[e] === support);
    const share = isOn ? Math.log1p(leads[support] as number) / entries.length : 0;
    return (crowding[limit] as number) - share;
  });
}

/** A copy is one step further than the nearest that its limits lean on. */
function arriving({ network, copies }: Excerpt, fromFailed: Float64Array): Float64Array {
  const { limitOffsets, shifts } = network;
  for (let copy = 0; copy < copies; copy++) {
    const supports = range(limitOffsets, copy).flatMap((limit) =>
      range(shifts.offsets, limit).map((e) => shifts.indices[e] as number),
    );
    fromFailed[copy] = 1 + Math.min(...supports.map((n) => fromFailed[n] as number));
  }
  return fromFailed;
}
