/** Reads a store of a supply chain off its twin. Called by `balanceModel`. */
import type { Input, Store } from './balance-model.ts';
import type { Reading } from './reading.ts';
import { orderingOf, type PolicyName } from './replenishment.ts';

/** What a store is linked with. */
export interface StoreLinks {
  readonly inputs: readonly Input[];
  readonly deliveries: readonly number[];
  readonly demands: readonly number[];
}

const policies: readonly [PolicyName, ...PolicyName[]] = [
  'baseStock',
  'sS',
  'rQ',
  'echelonBaseStock',
  'fixedOrder',
  'guaranteedService',
];

/** The standard normal quantile of 95 %. */
const usualSafetyFactor = 1.6448536269514722;

/** The store as it says of itself; `settleLevels` finds the levels that others decide. */
export function storeOf(reading: Reading, links: StoreLinks): Store {
  const policy = reading.word('replenishmentPolicy', policies);
  const ordering = orderingFor(policy, reading);
  const onHand = reading.number('onHand');
  const minimumOrder = reading.atLeast('minimumOrder', 0, 0);
  const orderCapacity = reading.atLeast('orderCapacity', 0, Number.POSITIVE_INFINITY);
  if (orderCapacity < minimumOrder) {
    reading.refuse('orderCapacity', 'no order fits', `at least minimumOrder, ${minimumOrder}`);
  }
  return {
    twin: reading.twin,
    node: reading.node,
    ...ordering,
    reviewPeriods: reading.periods('reviewPeriods', 1),
    minimumOrder,
    orderCapacity,
    initialOnHand: onHand >= 0 ? onHand : Math.max(0, ordering.orderUpTo || 0),
    beginsFull: !(onHand >= 0),
    safetyFactor:
      policy === 'guaranteedService'
        ? reading.atLeast('safetyFactor', 0, usualSafetyFactor)
        : Number.NaN,
    serviceTime: reading.periods('serviceTimePeriods'),
    serviceRule: reading.word('serviceRule', ['inOrder', 'proportional', 'whole']),
    holdingCost: reading.number('holdingCost') || 0,
    backorderCost: reading.number('backorderCost') || 0,
    unitOrderCost: reading.number('unitOrderCost') || 0,
    fixedOrderCost: reading.number('fixedOrderCost') || 0,
    processingPeriods: reading.periods('processingPeriods'),
    ...links,
  };
}

function orderingFor(policy: PolicyName, reading: Reading): ReturnType<typeof orderingOf> {
  const numbers = {
    baseStockLevel: reading.number('baseStockLevel'),
    reorderPoint: reading.number('reorderPoint'),
    orderUpToLevel: reading.number('orderUpToLevel'),
    orderQuantity: reading.number('orderQuantity'),
  };
  if (policy === 'sS' && numbers.orderUpToLevel < numbers.reorderPoint) {
    const expected = `at least reorderPoint, ${numbers.reorderPoint}`;
    reading.refuse('orderUpToLevel', `${numbers.orderUpToLevel} is too low`, expected);
  }
  if (policy === 'rQ' || policy === 'fixedOrder') {
    const least = policy === 'rQ' ? 'a number above 0' : 'a number of at least 0';
    const { orderQuantity } = numbers;
    if (orderQuantity < 0 || (policy === 'rQ' && orderQuantity === 0)) {
      reading.refuse('orderQuantity', `${orderQuantity} is too low`, least);
    }
  }
  return orderingOf(policy, numbers);
}
