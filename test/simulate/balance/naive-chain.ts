/**
 * A slow replay of a serial chain with base stock, backorders and outages, written from the
 * definitions alone: goods are parcels in lists. The oracle of the balance mechanism's tests.
 */

export interface NaiveStage {
  readonly level: number;
  readonly leadTime: number;
  readonly holdingCost: number;
  readonly backorderCost: number;
  /** Of a unit under way to it or at its door. */
  readonly inTransitCost: number;
}

/** What of a stage does not happen in a period. */
export type NaiveOutage = 'orders' | 'shipments' | 'receipts' | 'transit' | undefined;

export interface NaivePeriod {
  readonly order: number[];
  readonly receipt: number[];
  readonly inventory: number[];
  readonly backorder: number[];
  readonly cost: number;
}

interface Parcel {
  readonly units: number;
  periods: number;
}

/** Stages from downstream (the one that demand asks) to upstream (the one that a supply serves). */
export function replay(
  stages: readonly NaiveStage[],
  demand: readonly number[],
  outage: (stage: number, period: number) => NaiveOutage,
): NaivePeriod[] {
  const stock = stages.map((stage) => stage.level);
  const owed = stages.map(() => 0);
  const ordered = stages.map(() => 0);
  const arrived = stages.map(() => 0);
  /** By the stage that they go to: set aside for it, on the way, at its door. */
  const aside = stages.map(() => 0);
  const parcels: Parcel[][] = stages.map(() => []);
  const door = stages.map(() => 0);
  return demand.map((asked, period) => {
    const order = stages.map(() => 0);
    const receipt = stages.map(() => 0);
    let coming = asked;
    stages.forEach((stage, k) => {
      owed[k] = (owed[k] as number) + coming;
      const onOrder = (ordered[k] as number) - (arrived[k] as number);
      const position = (stock[k] as number) - (owed[k] as number) + onOrder;
      const stops = outage(k, period) === 'orders';
      coming = stops ? 0 : Math.max(0, stage.level - position);
      order[k] = coming;
      ordered[k] = (ordered[k] as number) + coming;
    });
    let sent = coming;
    for (let k = stages.length - 1; k >= 0; k--) {
      const { leadTime } = stages[k] as NaiveStage;
      aside[k] = (aside[k] as number) + sent;
      if (outage(k, period) !== 'shipments') {
        (parcels[k] as Parcel[]).push({ units: aside[k] as number, periods: leadTime });
        aside[k] = 0;
      }
      const here = (parcels[k] as Parcel[]).filter((parcel) => parcel.periods === 0);
      parcels[k] = (parcels[k] as Parcel[]).filter((parcel) => parcel.periods > 0);
      door[k] = here.reduce((sum, parcel) => sum + parcel.units, door[k] as number);
      if (outage(k, period) !== 'receipts') {
        receipt[k] = door[k] as number;
        arrived[k] = (arrived[k] as number) + (door[k] as number);
        stock[k] = (stock[k] as number) + (door[k] as number);
        door[k] = 0;
      }
      sent = Math.min(stock[k] as number, owed[k] as number);
      stock[k] = (stock[k] as number) - sent;
      owed[k] = (owed[k] as number) - sent;
    }
    let cost = 0;
    stages.forEach((stage, k) => {
      const under = (parcels[k] as Parcel[]).reduce((sum, { units }) => sum + units, 0);
      const setAside = k > 0 ? (aside[k - 1] as number) : 0;
      cost += stage.holdingCost * ((stock[k] as number) + setAside);
      cost += stage.backorderCost * (owed[k] as number);
      cost += stage.inTransitCost * (under + (door[k] as number));
      if (outage(k, period) === 'transit') return;
      for (const parcel of parcels[k] as Parcel[]) parcel.periods--;
    });
    const inventory = stages.map((_, k) => (stock[k] as number) - (owed[k] as number));
    return { order, receipt, inventory, backorder: [...owed], cost };
  });
}
