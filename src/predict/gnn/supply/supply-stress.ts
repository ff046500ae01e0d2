/**
 * A supply chain as a stress network: sites, supplies and transits are elements; a limit is a
 * material of a site, its stress the time that supply stops over the time that stock bridges.
 * Called by training, evaluation, and a predictor that is handed a reader of chains.
 */
import { sparseMatrix } from '../../../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../../../gnn/model/stress-network.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { type FlowRates, flowRates } from './flow-rates.ts';
import { type MaterialSlack, materialSlack } from './material-slack.ts';
import {
  elementCountOf,
  type ReadSupplyChain,
  type SupplyChain,
  type SupplyTransit,
  sourceOf,
} from './supply-chain.ts';
import { elementColumns } from './supply-columns.ts';
import { linkColumns, type SupplyLinks } from './supply-links.ts';

/** A stress network that knows the chain it was made of. */
export interface SupplyStress extends StressNetwork {
  readonly chain: SupplyChain;
  readonly rates: FlowRates;
  readonly slack: MaterialSlack;
  /** What each element is like: row-major `[elements, elementColumnNames]`. */
  readonly columns: Float32Array;
  /** Who delivers to whom, with lead times and shares: what `shifts` cannot say. */
  readonly links: SupplyLinks;
}

/** A stock-out upstream is taken to last so many steps when its shift is reckoned. */
const usualShortageSteps = 4;

/** Greatest stress and shift that is told apart. */
export const mostStress = 8;

/** The stress network of a graph's chain; undefined for a graph without any store. */
export function supplyStressOf(
  graph: TwinGraph,
  catalogue: Catalogue,
  read: ReadSupplyChain,
): SupplyStress | undefined {
  const chain = read(graph, catalogue);
  return chain === undefined ? undefined : supplyStress(chain);
}

export function supplyStress(chain: SupplyChain): SupplyStress {
  const rates = flowRates(chain);
  const slack = materialSlack(chain, rates);
  const elementCount = elementCountOf(chain);
  const limitCount = slack.lead.length;
  return {
    elementCount,
    limitOffsets: slack.offsets,
    limitName: slack.item,
    base: new Float32Array(limitCount),
    twoSided: new Uint8Array(limitCount),
    carries: new Uint8Array(elementCount),
    holdSeconds: new Float64Array(elementCount),
    shifts: sparseMatrix(limitCount, elementCount, shiftEntries(chain, rates, slack)),
    neighbours: neighbours(chain),
    chain,
    rates,
    slack,
    columns: elementColumns(chain, rates, slack),
    links: linkColumns(chain, rates, slack),
  };
}

/** The preferred source and its transit each stop the whole material while they fail. */
function shiftEntries(chain: SupplyChain, { stepPeriods }: FlowRates, slack: MaterialSlack) {
  const places = chain.stores.length + chain.supplies.length;
  return slack.alternatives.flatMap(([t], row) => {
    const periods = usualShortageSteps * stepPeriods;
    const value = Math.min(mostStress, periods / (slack.slack[row] as number));
    const source = sourceOf(chain, chain.transits[t as number] as SupplyTransit);
    const columns = source < 0 ? [] : [source];
    return [...columns, places + (t as number)].map((column) => ({ row, column, value }));
  });
}

/** A transit stands beside both its ends, and they beside each other; columns ascend. */
function neighbours(chain: SupplyChain) {
  const count = elementCountOf(chain);
  const beside = Array.from({ length: count }, () => new Set<number>());
  const join = (a: number, b: number) => {
    if (a < 0 || a === b) return;
    beside[a]?.add(b);
    beside[b]?.add(a);
  };
  const places = chain.stores.length + chain.supplies.length;
  chain.transits.forEach((transit, t) => {
    const source = sourceOf(chain, transit);
    join(source, transit.toStore);
    join(source, places + t);
    join(places + t, transit.toStore);
  });
  const entries = beside.flatMap((others, row) =>
    [...others].sort((a, b) => a - b).map((column) => ({ row, column, value: 1 })),
  );
  return sparseMatrix(count, count, entries);
}
