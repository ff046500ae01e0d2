/** The supply chain of `sweep-supply`, and its what-ifs: ten stores in a row, one of them out for a while. */
import type { Edit } from '../model/scenario.ts';
import type { Case, CasesRequest } from '../simulate/simulator.ts';
import { type BenchGraph, benchGraph, lane, link, twin } from './core-graph.ts';

export const stages = 10;
export const weeks = 52;
export const level = 30;
export const week = 7 * 86_400;

const kinds = ['orders', 'shipments'] as const;
const lengths = [1, 2, 4, 8];

/** One stage that orders or ships nothing, from one week until another. */
export interface StageOutage {
  readonly stage: number;
  readonly kind: (typeof kinds)[number];
  readonly from: number;
  readonly until: number;
}

/** Stage 1 serves the customer; demand is normal, mean 10, or as given by week. */
export function chain(demandSeries?: readonly number[]): BenchGraph {
  const numbers = Array.from({ length: stages }, (_, i) => i + 1);
  const demand =
    demandSeries === undefined
      ? { demandMean: 10, demandStandardDeviation: 2 }
      : { demandSeries: [...demandSeries] };
  return benchGraph([
    twin('source', 'core:Supply'),
    ...numbers.map((stage) =>
      twin(nameOf(stage), 'core:Store', {
        baseStockLevel: level,
        periodLength: week,
        holdingCost: 1,
        backorderCost: stage === 1 ? 10 : 0,
      }),
    ),
    ...numbers.flatMap((stage) => {
      const from = stage === stages ? 'source' : nameOf(stage + 1);
      return lane(`to-${nameOf(stage)}`, [from, nameOf(stage)], { leadTimePeriods: 1 });
    }),
    twin('customer', 'core:PeriodicDemand', demand),
    link(['customer', nameOf(1)], 'servedBy'),
  ]);
}

function nameOf(stage: number): string {
  return `stage-${String(stage).padStart(2, '0')}`;
}

/** Every stage, in both ways, from every week, for one to eight weeks. */
export function stageOutages(): StageOutage[] {
  const found: StageOutage[] = [];
  for (let stage = 1; stage <= stages; stage++) {
    for (const kind of kinds) {
      for (let from = 0; from < weeks; from++) {
        for (const length of lengths) {
          found.push({ stage, kind, from, until: Math.min(weeks, from + length) });
        }
      }
    }
  }
  return found;
}

/** So many what-ifs: the outages in turn, each with as many seeds as it takes. */
export function casesOf(count: number): Case[] {
  const outages = stageOutages().map(editsOf);
  const seeds = Math.ceil(count / outages.length);
  return Array.from({ length: count }, (_, i) => ({
    edits: outages[Math.floor(i / seeds)] as readonly Edit[],
    seed: i % seeds,
  }));
}

export function editsOf({ stage, kind, from, until }: StageOutage): readonly Edit[] {
  return [{ outage: { twin: nameOf(stage), kind, from: from * week, until: until * week } }];
}

/** The key figures of a year for each case. */
export function requestOf({ graph, catalogue }: BenchGraph, cases: readonly Case[]): CasesRequest {
  const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds: weeks * week };
  return { graph, catalogue, scenario, cases, kpis: ['cost', 'fillRate', 'inventory'] };
}
