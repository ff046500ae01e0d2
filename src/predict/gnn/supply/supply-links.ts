/**
 * Who delivers to whom in a supply chain, with columns that `shifts` has no room for: lead times,
 * shares, alternatives. A part of `SupplyStress`; proposed as an optional field of the common form.
 */
import { type FlowRates, squashed } from './flow-rates.ts';
import type { MaterialSlack } from './material-slack.ts';
import { type SupplyChain, type SupplyTransit, sourceOf } from './supply-chain.ts';

/**
 * Lead time as log(1 + steps); 1 for the preferred source; share of what the source gives out; slack
 * of the material as log(1 + steps); alternatives to it, 1 for two or more.
 */
export const linkColumnNames = ['lead', 'preferred', 'share', 'slack', 'alternatives'] as const;

/** Who delivers to whom, a row for each transit that any material can come by. */
export interface SupplyLinks {
  /** Elements. `[links]` */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly transit: Int32Array;
  /** Row-major `[links, linkColumnNames]`. */
  readonly columns: Float32Array;
}

export function linkColumns(
  chain: SupplyChain,
  rates: FlowRates,
  slack: MaterialSlack,
): SupplyLinks {
  const places = chain.stores.length + chain.supplies.length;
  const links = slack.alternatives.flatMap((alternatives, limit) =>
    alternatives.flatMap((t, rank) => {
      const transit = chain.transits[t] as SupplyTransit;
      const from = sourceOf(chain, transit);
      return from < 0 ? [] : [{ from, to: transit.toStore, t, limit, rank, transit }];
    }),
  );
  const columns = links.flatMap(({ from, t, limit, rank, transit }) => {
    const given = from < chain.stores.length ? (rates.stores[from] as number) : 0;
    return [
      squashed(transit.leadTime + transit.orderLeadTime, rates.stepPeriods),
      rank === 0 ? 1 : 0,
      given > 0 ? Math.min(1, (rates.transits[t] as number) / given) : 0,
      squashed(slack.slack[limit] as number, rates.stepPeriods),
      Math.min(1, ((slack.alternatives[limit]?.length ?? 1) - 1) / 2),
    ];
  });
  return {
    from: Int32Array.from(links, ({ from }) => from),
    to: Int32Array.from(links, ({ to }) => to),
    transit: Int32Array.from(links, ({ t }) => places + t),
    columns: Float32Array.from(columns),
  };
}
