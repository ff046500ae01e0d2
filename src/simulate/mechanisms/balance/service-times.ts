/**
 * What the service times of a chain under guaranteed service cost in safety stock, and at which
 * times it would cost least. A finding of the balance mechanism's run.
 */
import { compareText } from '../../../model/compare-text.ts';
import { DisjointSets } from '../../../model/disjoint-sets.ts';
import type { Finding } from '../../simulator.ts';
import type { BalanceModel, Input, Store, Transit } from './balance-model.ts';
import { momentsOf } from './demand-distribution.ts';
import { optimalServiceTimes } from './guaranteed-service.ts';
import { demandBelow, netReplenishmentTime } from './settle-levels.ts';

/** Steps of the program, stages times the square of the longest time, beyond which none is solved. */
const mostSteps = 50_000_000;
const mostNames = 5;

/** One where all stores of the chain guarantee service and form trees; else none. */
export function serviceTimeFindings(model: BalanceModel): Finding[] {
  const { stores, transits } = model;
  if (stores.length === 0 || stores.some((store) => Number.isNaN(store.safetyFactor))) return [];
  const supplies = transits.flatMap(({ fromStore, toStore }) =>
    fromStore < 0 ? [] : [[fromStore, toStore] as const],
  );
  if (!isForest(stores.length, supplies)) return [];
  const stages = stores.flatMap((store) => stageOf(model, store) ?? []);
  if (stages.length < stores.length) return [];
  const longest = stages.reduce((sum, each) => sum + each.processingTime + each.inboundTime, 0);
  if (stages.length * longest ** 2 > mostSteps) return [];
  const { cost, outbound } = optimalServiceTimes({ stages, supplies });
  return [findingOf(model, { cost, best: outbound })];
}

/** Whether no two stores are joined in two ways. */
function isForest(count: number, links: readonly (readonly [number, number])[]): boolean {
  const sets = new DisjointSets(count);
  for (const [a, b] of links) {
    if (sets.find(a) === sets.find(b)) return false;
    sets.join(a, b);
  }
  return true;
}

/**
 * The stage that a store is; what comes from outside with a longer lead time than that from other
 * stores is quoted the difference. Undefined where the model of stages cannot say what the chain does.
 */
function stageOf({ transits, demands }: BalanceModel, store: Store) {
  const lanes = store.inputs.flatMap((input) => laneOf(input, transits) ?? []);
  if (lanes.length < store.inputs.length) return undefined;
  const leadTimes = (inside: boolean) =>
    lanes
      .filter(({ fromStore }) => fromStore >= 0 === inside)
      .map(({ leadTime, orderLeadTime }) => leadTime + orderLeadTime);
  const [fromStores, fromOutside] = [leadTimes(true), leadTimes(false)];
  const lead = fromStores[0] ?? Math.max(0, ...fromOutside);
  if (fromStores.some((each) => each !== lead)) return undefined;
  const own = store.demands.map((d) => momentsOf(demands[d] as (typeof demands)[number]).variance);
  const isLast = store.demands.length > 0;
  return {
    name: store.twin,
    processingTime: lead + store.processingPeriods,
    holdingCost: store.holdingCost,
    safetyFactor: store.safetyFactor,
    demandStandardDeviation: Math.sqrt(own.reduce((sum, each) => sum + each, 0)),
    inboundTime: Math.max(0, ...fromOutside.map((each) => each - lead)),
    ...(isLast && { outboundTime: store.serviceTime }),
  };
}

/** The only lane of an input that brings one unit for one. */
function laneOf({ transits: lanes, quantityPer }: Input, transits: readonly Transit[]) {
  return lanes.length === 1 && quantityPer === 1 ? transits[lanes[0] as number] : undefined;
}

function findingOf(
  model: BalanceModel,
  { cost, best }: { readonly cost: number; readonly best: readonly number[] },
): Finding {
  const { stores, transits, periodLength } = model;
  const { variances } = demandBelow(model);
  const present = stores.reduce((sum, store, s) => {
    const time = netReplenishmentTime(store, stores, transits);
    return (
      sum + store.holdingCost * store.safetyFactor * Math.sqrt(time * (variances[s] as number))
    );
  }, 0);
  const changes = stores
    .map(({ twin, serviceTime }, s) => ({ twin, from: serviceTime, to: best[s] as number }))
    .filter(({ from, to }) => from !== to)
    .sort(
      (a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || compareText(a.twin, b.twin),
    );
  const isBest = present <= cost * (1 + 1e-9);
  const named = changes
    .slice(0, mostNames)
    .map(({ twin, from, to }) => `${twin} ${to} instead of ${from}`);
  const more = changes.length > mostNames ? `, and ${changes.length - mostNames} more` : '';
  const text = isBest
    ? `the safety stock costs ${shown(present)} a period, and no service times would make it cost less`
    : `the safety stock costs ${shown(present)} a period, and ${shown(cost)} at the best service times: ${named.join(', ')}${more} (periods)`;
  const twins = isBest
    ? []
    : changes.map(({ twin, to }) => ({ twin, value: to * periodLength, unit: 'second' }));
  return { mechanism: 'balance', kind: 'serviceTimes', text, twins };
}

function shown(cost: number): string {
  return String(Number(cost.toPrecision(5)));
}
