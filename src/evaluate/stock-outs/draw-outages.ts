/** Outages to judge forecasts of stock-outs by: one to three elements of a chain, out from now on. */
import type { RandomStream } from '../../model/random.ts';
import {
  elementCountOf,
  type SupplyChain,
  type SupplyOutage,
} from '../../predict/gnn/supply/supply-chain.ts';

/** Shortest outage, and the longest, which is left out: periods, uniform in the logarithm. */
const outagePeriods = [2, 41] as const;

/** How often stores, supplies and transits are out, whatever their numbers. */
const shares = { stores: 4, supplies: 2, transits: 1 } as const;

export function drawOutages(random: RandomStream, chain: SupplyChain): SupplyOutage[] {
  const places = chain.stores.length + chain.supplies.length;
  const count = 1 + Math.floor(3 * random.uniform() ** 1.5);
  // The least of exponential waiting times, as in Efraimidis and Spirakis 2006.
  const waits = Array.from({ length: elementCountOf(chain) }, (_, element) => {
    const kind =
      element < chain.stores.length ? 'stores' : element < places ? 'supplies' : 'transits';
    return (-Math.log(random.uniform()) * chain[kind].length) / shares[kind];
  });
  const [least, most] = outagePeriods;
  return [...waits.keys()]
    .sort((a, b) => (waits[a] as number) - (waits[b] as number) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((element) => ({
      element,
      periods: Math.floor(least * Math.exp(random.uniform() * Math.log(most / least))),
    }));
}
