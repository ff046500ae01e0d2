/**
 * Electrical networks under optimal dispatch as parts with amounts, for choosing among edits: what
 * of them works, and its limits. Called by `power-choice.ts`.
 */
import { keyOf, limitAmounts, type Part, type Parts } from '../../choice/parts.ts';
import { type CostCurve, costAt, freeOfCost } from './cost-curve.ts';
import { susceptanceOf } from './optimal-power.ts';
import { workingParts } from './power-case.ts';
import type { PowerModel } from './power-model.ts';

/** Ends and places are ids of twins. */
export type PowerShape =
  | {
      readonly kind: 'line';
      readonly from: string;
      readonly to: string;
      /** Megawatt per radian. */
      readonly susceptance: number;
      /** Radians; null without a limit. */
      readonly leastAngle: number | null;
      readonly mostAngle: number | null;
    }
  | { readonly kind: 'coupler'; readonly from: string; readonly to: string }
  | { readonly kind: 'source'; readonly at: string; readonly cost: CostCurve }
  | { readonly kind: 'load'; readonly at: string }
  | { readonly kind: 'shunt'; readonly at: string };

/**
 * Amounts: of lines `[present, capacity, 1 where it is endless]`, of couplers `[present]`, of sources
 * `[present, minimum, maximum, 1 where it is endless]`, of loads `[what they take, what they feed
 * in, what they would take if they worked]`, of shunts `[what they take]`. Undefined where a dispatch
 * is given, not optimal, or a source gives nothing at best and yet counts.
 */
export function powerParts(
  models: readonly PowerModel[],
  works: (node: number) => boolean,
): Parts<PowerShape> | undefined {
  const parts = new Map<string, Part<PowerShape>>();
  if (models.length === 0) return undefined;
  for (const model of models) {
    if (model.dispatch !== 'optimal') return undefined;
    if (!addParts(parts, model, works)) return undefined;
  }
  return parts;
}

/** Whether all of a model can be said by parts. */
function addParts(
  parts: Map<string, Part<PowerShape>>,
  model: PowerModel,
  works: (node: number) => boolean,
): boolean {
  const working = workingParts(model, works);
  const place = (node: number) => model.nodes[node]?.twin ?? '';
  const put = (twin: string, shape: PowerShape, amounts: readonly number[]) => {
    parts.set(keyOf(twin, shape), { shape, amounts });
  };
  const isOn = (node: number) => working.nodes[node] === 1;
  model.lines.forEach((line, l) => {
    if (working.lines[l] === 0 || !isOn(line.from) || !isOn(line.to)) return;
    const shape = {
      kind: 'line',
      from: place(line.from),
      to: place(line.to),
      susceptance: susceptanceOf(line, model.base),
      leastAngle: Number.isFinite(line.leastAngle) ? line.leastAngle : null,
      mostAngle: Number.isFinite(line.mostAngle) ? line.mostAngle : null,
    } as const;
    put(line.twin, shape, [1, ...limitAmounts(line.capacity)]);
  });
  model.couplers.forEach(({ twin, from, to }, c) => {
    if (working.couplers[c] === 0 || !isOn(from) || !isOn(to)) return;
    put(twin, { kind: 'coupler', from: place(from), to: place(to) }, [1]);
  });
  model.loads.forEach(({ twin, at, demand }, load) => {
    const on = working.loads[load] === 1 && isOn(at) ? 1 : 0;
    const [taken, fed] = [Math.max(0, demand), Math.max(0, -demand)];
    put(twin, { kind: 'load', at: place(at) }, [on * taken, on * fed, (1 - on) * taken]);
  });
  model.shunts.forEach(({ twin, at, taken }, shunt) => {
    if (working.shunts[shunt] === 0 || !isOn(at) || taken === 0) return;
    put(twin, { kind: 'shunt', at: place(at) }, [taken]);
  });
  return addSources(model, working, put);
}

/** Whether all that work can be said. */
function addSources(
  { nodes, sources }: PowerModel,
  working: ReturnType<typeof workingParts>,
  put: (twin: string, shape: PowerShape, amounts: readonly number[]) => void,
): boolean {
  return sources.every(({ twin, at, minimum, maximum, cost = freeOfCost }, source) => {
    if (working.sources[source] === 0 || working.nodes[at] !== 1) return true;
    // In the dark it counts for nothing, and so does what cannot give where another source is.
    if (!(maximum > 0)) return maximum === 0 && minimum === 0 && costAt(cost, 0) === 0;
    put(twin, { kind: 'source', at: nodes[at]?.twin ?? '', cost }, [
      1,
      minimum,
      ...limitAmounts(maximum),
    ]);
    return true;
  });
}
