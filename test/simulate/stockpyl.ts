/** Reads the recorded trajectories and instance of stockpyl, for the balance mechanism's tests. */
import { readFileSync } from 'node:fs';
import type { Change } from '../../src/model/change.ts';
import { core, lane, link, twin } from './graphs.ts';

/** All columns of one stage in a recorded trajectory by the recorded names: a cell for each period. */
export type StageColumns = ReadonlyMap<string, readonly string[]>;

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
  const stages = starts.map((start, stage) => {
    const end = starts[stage + 1] ?? header.length;
    const names = header.slice(start + 1, end).map((name) => name.replace(/:.*/, ''));
    return new Map(
      names.map((name, i) => [name, rows.map((row) => row[start + 1 + i] ?? '')] as const),
    );
  });
  const disrupted = stages[1]?.get('DISR') ?? [];
  return {
    demand: (stages[0]?.get('IO') ?? []).map(Number),
    disrupted: disrupted.flatMap((cell, period) => (cell === 'True' ? [period] : [])),
    stages,
  };
}

function cells(line: string): string[] {
  return [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((match) =>
    (match[1] ?? '').replaceAll('"', ''),
  );
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
      inTransitHoldingCost: nodes.find(({ _index }) => _index === from)?.local_holding_cost ?? 0,
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
