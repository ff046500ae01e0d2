/** Reads the recorded trajectories and instance of stockpyl, for the balance mechanism's tests. */
import { readFileSync } from 'node:fs';
import type { Change } from '../../src/model/change.ts';
import { core, lane, link, twin } from './graphs.ts';

/** The columns of one stage in a recorded trajectory. */
export interface StageColumns {
  readonly order: number[];
  readonly receipt: number[];
  readonly shipment: number[];
  readonly inventory: number[];
  readonly backorder: number[];
}

export interface Trajectory {
  readonly demand: number[];
  /** Periods in which stage 2 is disrupted. */
  readonly disrupted: number[];
  /** Stages 1 (downstream) to 3. */
  readonly stages: readonly StageColumns[];
}

/** A trajectory of example 6.1: columns of the stages follow one another from left to right. */
export function readTrajectory(path: string): Trajectory {
  const [header = [], ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/).map(cells);
  const starts = [1, 2, 3].map((stage) => header.indexOf(`i=${stage}`));
  const column = (stage: number, prefix: string): number[] => {
    const at = header.findIndex((name, i) => i > (starts[stage] ?? 0) && name.startsWith(prefix));
    return rows.map((row) => Number(row[at]));
  };
  const disruption = (starts[1] ?? 0) + 1;
  return {
    demand: column(0, 'IO:'),
    disrupted: rows.flatMap((row, period) => (row[disruption] === 'True' ? [period] : [])),
    stages: [0, 1, 2].map((stage) => ({
      order: column(stage, 'OQ:'),
      receipt: column(stage, 'IS:'),
      shipment: column(stage, 'OS:'),
      inventory: column(stage, 'IL:'),
      backorder: column(stage, 'BO:'),
    })),
  };
}

function cells(line: string): string[] {
  return [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((match) => match[1] ?? '');
}

interface Instances {
  readonly instances: readonly { name: string; data: { _nodes: readonly InstanceNode[] } }[];
}

interface InstanceNode {
  readonly _index: number;
  readonly _predecessor_indices: readonly number[];
  readonly shipment_lead_time: number;
  readonly local_holding_cost: number;
  readonly stockout_cost: number;
  readonly _inventory_policy: { readonly base_stock_level: number };
}

/** A serial instance as twins: `stage-1` is the most downstream, served by a `source`. */
export function serialChain(path: string, name: string, demand: readonly number[]): Change[] {
  const { instances } = JSON.parse(readFileSync(path, 'utf8')) as Instances;
  const nodes = instances.find((instance) => instance.name === name)?.data._nodes ?? [];
  const stores = nodes.map((node) =>
    twin(`stage-${node._index}`, core('Store'), {
      baseStockLevel: node._inventory_policy.base_stock_level,
      holdingCost: node.local_holding_cost,
      backorderCost: node.stockout_cost,
    }),
  );
  const transits = nodes.flatMap((node) => {
    const [from] = node._predecessor_indices;
    const source = from === undefined ? 'source' : `stage-${from}`;
    return lane(`to-${node._index}`, [source, `stage-${node._index}`], {
      leadTimePeriods: node.shipment_lead_time,
    });
  });
  return [
    twin('source', core('Supply')),
    ...stores,
    ...transits,
    twin('customer', core('PeriodicDemand'), { demandSeries: demand }),
    link('customer', 'servedBy', 'stage-1'),
  ];
}
