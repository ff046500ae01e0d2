import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/model/scenario.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';

interface InstanceNode {
  readonly _index: number;
  readonly _successor_indices: readonly number[];
  readonly processing_time: number;
  readonly external_inbound_cst: number | null;
  readonly external_outbound_cst: number | null;
  readonly demand_bound_constant: number;
  readonly local_holding_cost: number;
  readonly demand_source: { readonly standard_deviation: number | null };
}

/** The instance as stores of which each quotes no time, but for those that serve customers. */
function chainOf(path: string, name: string) {
  const { instances } = JSON.parse(readFileSync(path, 'utf8')) as {
    instances: { name: string; data: { _nodes: InstanceNode[] } }[];
  };
  const nodes = instances.find((instance) => instance.name === name)?.data._nodes ?? [];
  const idOf = (index: number) => `stage-${index}`;
  return graphOf([
    twin('outside', core('Supply')),
    ...nodes.map((node) =>
      twin(idOf(node._index), core('Store'), {
        item: `item-${node._index}`,
        replenishmentPolicy: 'guaranteedService',
        safetyFactor: node.demand_bound_constant,
        holdingCost: node.local_holding_cost,
        processingPeriods: node.processing_time,
        serviceTimePeriods: node.external_outbound_cst ?? 0,
      }),
    ),
    ...nodes.flatMap(({ _index, external_inbound_cst }) => {
      const isFirst = nodes.every((each) => !each._successor_indices.includes(_index));
      if (!isFirst) return [];
      const leadTimePeriods = external_inbound_cst ?? 0;
      return lane(`to-${_index}`, ['outside', idOf(_index)], { leadTimePeriods });
    }),
    ...nodes.flatMap(({ _index, _successor_indices }) =>
      _successor_indices.flatMap((to) =>
        lane(`from-${_index}-to-${to}`, [idOf(_index), idOf(to)], { leadTimePeriods: 0 }),
      ),
    ),
    ...nodes.flatMap(({ _index, demand_source }) => {
      const deviation = demand_source.standard_deviation;
      if (deviation === null) return [];
      const demand = { demandMean: 50, demandStandardDeviation: deviation };
      return [
        twin(`customer-${_index}`, core('PeriodicDemand'), demand),
        link(`customer-${_index}`, 'servedBy', idOf(_index)),
      ];
    }),
  ]);
}

const catalogue = testCatalogue();

async function findingOf(graph: ReturnType<typeof graphOf>, edits: readonly Edit[] = []) {
  const scenario = { base: 0, edits, seed: 1, horizonSeconds: 86_400 };
  const { findings } = await engine().run({ graph, catalogue, scenario });
  return findings.find(({ kind }) => kind === 'serviceTimes');
}

describe('a chain under guaranteed service', () => {
  it.for([
    ['example_6_5', '8.2779'],
    ['figure_6_14', '18.824'],
  ] as const)('is told the service times of the published optimum of %s', async (given, test) => {
    const [name, cost] = given;
    const path = sharedData('supply', 'stockpyl_instances.json');
    if (path === undefined) return test.skip(noSharedData);
    const graph = chainOf(path, name);
    const found = await findingOf(graph);
    if (name === 'figure_6_14') {
      expect(found?.text).toContain(`and ${cost} at the best service times`);
    }
    const edits = (found?.twins ?? []).map(({ twin: id, value = 0 }) => ({
      set: { twin: id, property: 'serviceTimePeriods', value: value / 86_400 },
    }));
    const best = await findingOf(graph, edits);
    expect(best?.text).toContain(`the safety stock costs ${cost} a period, and no service times`);
    expect(best?.twins).toEqual([]);
  });

  it('is told nothing where a store has two ways to another, or another policy', async () => {
    const store = { replenishmentPolicy: 'guaranteedService', safetyFactor: 1, holdingCost: 1 };
    const two = [
      twin('outside', core('Supply')),
      twin('first', core('Store'), store),
      twin('last', core('Store'), store),
      ...lane('in', ['outside', 'first']),
      ...lane('road', ['first', 'last'], { leadTimePeriods: 2 }),
      twin('customer', core('PeriodicDemand'), { demandMean: 5, demandStandardDeviation: 1 }),
      link('customer', 'servedBy', 'last'),
    ];
    expect((await findingOf(graphOf(two)))?.text).toContain('no service times would');
    const rail = lane('rail', ['first', 'last'], { leadTimePeriods: 2 });
    expect(await findingOf(graphOf([...two, ...rail]))).toBeUndefined();
    const policy = { set: { twin: 'first', property: 'replenishmentPolicy', value: 'baseStock' } };
    const level = { set: { twin: 'first', property: 'baseStockLevel', value: 9 } };
    expect(await findingOf(graphOf(two), [policy, level])).toBeUndefined();
  });
});
