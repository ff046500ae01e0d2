/**
 * A flow model as parts with amounts, for choosing among edits: arcs, recipes and shared capacities
 * with what they carry at most, demands with what they ask. Called by `flow-choice.ts`.
 */
import { keyOf, limitAmounts, type Part, type Parts } from '../../choice/parts.ts';
import type { FlowModel } from './flow-model.ts';
import { situationOf } from './situation.ts';

/** Places and arcs are named by keys, which mean the same in every model. */
export type FlowShape =
  | {
      readonly kind: 'arc';
      readonly key: string;
      /** Undefined for the outside. */
      readonly from: string | undefined;
      readonly to: string;
      readonly cost: number;
    }
  | {
      readonly kind: 'recipe';
      readonly output: string;
      readonly inputs: readonly (readonly [place: string, quantity: number])[];
      readonly cost: number;
    }
  | { readonly kind: 'share'; readonly arcs: readonly string[] }
  | { readonly kind: 'demand'; readonly place: string; readonly commodity: string };

/**
 * Amounts: of arcs, recipes and shares `[capacity, 1 where it is endless]`, of demands what they
 * ask while they work, and what they ask in any case. Undefined where links have minimum flows.
 */
export function flowParts(
  model: FlowModel,
  works: (node: number) => boolean,
): Parts<FlowShape> | undefined {
  const { network, demands, conversions, bundles } = situationOf(model, works).model;
  const { lower } = model.network;
  if (lower.some((least) => least > 0) || bundles.some((each) => each.lower > 0)) return undefined;
  const parts = new Map<string, Part<FlowShape>>();
  const places = placeKeys(model);
  const arcs = arcKeys(model, places);
  const put = (id: string, shape: FlowShape, amounts: readonly number[]) => {
    parts.set(keyOf(id, shape), { shape, amounts });
  };
  model.arcs.forEach(({ needs }, arc) => {
    if (!needs.every(works)) return;
    const [from, to] = [places[network.from[arc] as number], places[network.to[arc] as number]];
    const cost = network.cost[arc] as number;
    const key = arcs[arc] as string;
    const shape = { kind: 'arc', key, from, to: to as string, cost } as const;
    put('', shape, limitAmounts(network.capacity[arc] as number));
  });
  conversions.forEach(({ owner, node, capacity, unitCost: cost, ...recipe }) => {
    if (!works(node)) return;
    const output = places[recipe.output] as string;
    const inputs = recipe.inputs.map(([place, q]) => [places[place] as string, q] as const);
    put(
      model.owners[owner]?.twin ?? '',
      { kind: 'recipe', output, inputs, cost },
      limitAmounts(capacity),
    );
  });
  bundles.forEach(({ arcs: own, capacity }) => {
    put('', { kind: 'share', arcs: own.map((arc) => arcs[arc] as string) }, limitAmounts(capacity));
  });
  demands.forEach(({ twin, node, place, commodity, rate }) => {
    const shape = { kind: 'demand', place: places[place] as string, commodity } as const;
    put(twin, shape, [works(node) ? rate : 0, rate]);
  });
  return parts;
}

/** Twin and commodity; the second place of a twin is the gate by which goods come in. */
function placeKeys({ places }: FlowModel): string[] {
  const seen = new Set<string>();
  return places.map(({ twin, commodity }) => {
    const exit = JSON.stringify([twin, commodity]);
    const key = seen.has(exit) ? `${exit} in` : exit;
    seen.add(exit);
    return key;
  });
}

function arcKeys({ arcs, owners, network }: FlowModel, places: readonly string[]): string[] {
  return arcs.map(({ kind, owner }, arc) => {
    const ends = [network.from, network.to].map((of) => places[of[arc] as number] ?? null);
    return JSON.stringify([kind, owners[owner]?.twin, ...ends]);
  });
}
