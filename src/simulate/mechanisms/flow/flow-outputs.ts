/** What the flow mechanism says of each twin at the end of a run. Called by `flow-run.ts`. */
import type { FlowModel } from './flow-model.ts';
import type { FlowResult } from './flow-result.ts';

/**
 * By twin id: `flow` (of a link what it carries, of a supply what it gives, of a convertor what it
 * makes, of a demand what it gets, of a place with a capacity what passes), `residual` (capacity
 * that is left, where there is a limit; 0 while it is out), `unmet` of a demand, and `price`: what
 * one more unit there would cost, absent where it can only be had at another's loss; where a twin
 * has several commodities, `price.<commodity>`.
 */
export function twinOutputs(
  model: FlowModel,
  result: FlowResult,
  works: (node: number) => boolean,
): Map<string, Record<string, number>> {
  const outputs = new Map<string, Record<string, number>>();
  const of = (twin: string) => {
    const known = outputs.get(twin) ?? {};
    outputs.set(twin, known);
    return known;
  };
  addPrices(model, result, of);
  model.demands.forEach(({ twin }, index) => {
    const own = of(twin);
    own.flow = result.served[index] as number;
    own.unmet = result.unmet[index] as number;
  });
  const made = new Map(model.conversions.map(({ owner }, index) => [owner, result.made[index]]));
  model.owners.forEach(({ twin, node, kind, capacity, arcs }, owner) => {
    const own = of(twin);
    const carried = arcs.reduce((sum, arc) => sum + (result.flow[arc] as number), 0);
    const flow = kind === 'convertor' ? (made.get(owner) ?? 0) : carried;
    if (kind !== 'gate' || own.unmet === undefined) own.flow = flow;
    if (capacity < Number.POSITIVE_INFINITY) {
      own.residual = works(node) ? Math.max(0, capacity - flow) : 0;
    }
  });
  return outputs;
}

function addPrices(
  { places }: FlowModel,
  { price }: FlowResult,
  of: (twin: string) => Record<string, number>,
): void {
  const commodities = new Map<string, Set<string>>();
  for (const { twin, commodity } of places) {
    commodities.set(twin, (commodities.get(twin) ?? new Set()).add(commodity));
  }
  const seen = new Set<string>();
  places.forEach(({ twin, commodity }, place) => {
    const name = commodities.get(twin)?.size === 1 ? 'price' : `price.${commodity}`;
    const value = price[place] as number;
    // The first place of a twin is where goods leave it, a second one the gate they come in by.
    if (!seen.has(`${twin} ${name}`) && Number.isFinite(value)) of(twin)[name] = value;
    seen.add(`${twin} ${name}`);
  });
}
