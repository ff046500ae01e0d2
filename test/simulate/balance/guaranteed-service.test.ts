import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  optimalServiceTimes,
  type Stage,
  type StageTree,
} from '../../../src/simulate/mechanisms/balance/guaranteed-service.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';

interface InstanceNode {
  readonly _index: number;
  readonly _successor_indices: readonly number[];
  readonly processing_time: number | null;
  readonly external_inbound_cst: number | null;
  readonly external_outbound_cst: number | null;
  readonly demand_bound_constant: number | null;
  readonly local_holding_cost: number;
  readonly demand_source: { readonly standard_deviation: number | null };
}

function treeOf(path: string, name: string): StageTree {
  const { instances } = JSON.parse(readFileSync(path, 'utf8')) as {
    instances: { name: string; data: { _nodes: InstanceNode[] } }[];
  };
  const nodes = instances.find((instance) => instance.name === name)?.data._nodes ?? [];
  const at = new Map(nodes.map((node, index) => [node._index, index]));
  return {
    stages: nodes.map((node) => ({
      name: `stage-${node._index}`,
      processingTime: node.processing_time ?? 0,
      holdingCost: node.local_holding_cost,
      safetyFactor: node.demand_bound_constant ?? 1,
      demandStandardDeviation: node.demand_source.standard_deviation ?? 0,
      inboundTime: node.external_inbound_cst ?? 0,
      ...(node.external_outbound_cst === null ? {} : { outboundTime: node.external_outbound_cst }),
    })),
    supplies: nodes.flatMap((node, from) =>
      node._successor_indices.map((to) => [from, at.get(to) as number] as const),
    ),
  };
}

/** Tries every combination of quoted times. */
function bruteForce({ stages, supplies }: StageTree): number {
  const suppliers = (k: number) => supplies.filter(([, to]) => to === k).map(([from]) => from);
  const variance = (k: number): number =>
    supplies
      .filter(([from]) => from === k)
      .reduce(
        (sum, [, to]) => sum + variance(to),
        (stages[k] as Stage).demandStandardDeviation ** 2,
      );
  const order: number[] = [];
  const visit = (k: number) => {
    if (order.includes(k)) return;
    suppliers(k).forEach(visit);
    order.push(k);
  };
  for (let k = 0; k < stages.length; k++) visit(k);
  const quoted = new Array<number>(stages.length).fill(0);
  const search = (position: number): number => {
    const k = order[position];
    if (k === undefined) return 0;
    const { processingTime, inboundTime = 0, outboundTime = 1e9, ...stage } = stages[k] as Stage;
    const inbound = Math.max(inboundTime, ...suppliers(k).map((from) => quoted[from] as number));
    let best = Infinity;
    for (let s = 0; s <= Math.min(outboundTime, inbound + processingTime); s++) {
      quoted[k] = s;
      const spread = Math.sqrt(variance(k) * (inbound + processingTime - s));
      best = Math.min(best, stage.holdingCost * stage.safetyFactor * spread + search(position + 1));
    }
    return best;
  };
  return search(0);
}

describe('optimal service times', () => {
  it.for([
    ['example_6_5', 8.277917],
    ['figure_6_14', 18.824004472592],
  ] as const)('reach the published optimum of %s', ([name, cost], { skip }) => {
    const path = sharedData('supply', 'stockpyl_instances.json');
    if (path === undefined) return skip(noSharedData);
    const digits = name === 'example_6_5' ? 6 : 9;
    expect(optimalServiceTimes(treeOf(path, name)).cost).toBeCloseTo(cost, digits);
  });

  it.for(['example_6_3', 'example_6_5'])(
    'equal those of a search through all combinations for %s',
    (name, { skip }) => {
      const path = sharedData('supply', 'stockpyl_instances.json');
      if (path === undefined) return skip(noSharedData);
      const tree = treeOf(path, name);
      expect(optimalServiceTimes(tree).cost).toBeCloseTo(bruteForce(tree), 9);
    },
  );

  it('equal those of a search through all combinations on small trees', () => {
    const stage = fc.record({
      processingTime: fc.nat(3),
      holdingCost: fc.integer({ min: 1, max: 9 }),
      inboundTime: fc.nat(2),
      link: fc.nat(100),
      upstream: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(stage, { minLength: 1, maxLength: 5 }),
        fc.nat(2),
        (drawn, outboundTime) => {
          const supplies = drawn.flatMap(({ link, upstream }, k) => {
            if (k === 0) return [];
            const other = link % k;
            return [upstream ? ([k, other] as const) : ([other, k] as const)];
          });
          const stages = drawn.map(({ processingTime, holdingCost, inboundTime }, k): Stage => {
            const isLast = supplies.every(([from]) => from !== k);
            const name = `stage-${k}`;
            const own = isLast
              ? { outboundTime, demandStandardDeviation: k + 1 }
              : { demandStandardDeviation: 0 };
            return { name, processingTime, holdingCost, inboundTime, safetyFactor: 1.5, ...own };
          });
          const tree = { stages, supplies };
          const plan = optimalServiceTimes(tree);
          expect(plan.cost).toBeCloseTo(bruteForce(tree), 9);
          const spent = plan.safetyStock.reduce(
            (sum, units, k) => sum + units * (stages[k] as Stage).holdingCost,
            0,
          );
          expect(spent).toBeCloseTo(plan.cost, 9);
          for (const [from, to] of supplies) {
            expect(plan.outbound[from]).toBeLessThanOrEqual(plan.inbound[to] as number);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuse stages that are no tree, and times that are not whole', () => {
    const stage = (name: string): Stage => ({
      name,
      processingTime: 1,
      holdingCost: 1,
      safetyFactor: 1,
      demandStandardDeviation: 1,
    });
    const stages = [stage('a'), stage('b'), stage('c')];
    const circle = [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const;
    expect(() => optimalServiceTimes({ stages, supplies: circle })).toThrow(
      /BAD_USER_INPUT [abc]: the stage is reached in two ways/,
    );
    const half = [{ ...stage('a'), processingTime: 0.5 }];
    expect(() => optimalServiceTimes({ stages: half, supplies: [] })).toThrow(/BAD_USER_INPUT a:/);
  });
});
