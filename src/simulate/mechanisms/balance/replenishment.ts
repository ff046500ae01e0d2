/**
 * Replenishment policies and the one form they share: at a review, a store whose inventory position
 * is not above a reorder point orders up to a level, whole batches, or a fixed quantity. Read by
 * `storeOf`; stepped by `placeOrders`.
 */

/** The values of `replenishmentPolicy` in `ontology/core/store.json`. */
export type PolicyName =
  | 'baseStock'
  | 'sS'
  | 'rQ'
  | 'echelonBaseStock'
  | 'fixedOrder'
  | 'guaranteedService';

/** What an order is: nothing, the gap to a level, whole batches until above `reorderPoint`, a quantity. */
export const orderRule = { none: 0, upTo: 1, batches: 2, quantity: 3 } as const;

export interface Replenishment {
  readonly rule: (typeof orderRule)[keyof typeof orderRule];
  /** Whether the position counts all that is downstream as well. */
  readonly echelon: boolean;
  /** No order while the position is above it; infinite: at every review. */
  readonly reorderPoint: number;
  /** Units. */
  readonly orderUpTo: number;
  /** Units of a batch, or of the fixed order. */
  readonly orderQuantity: number;
  /** Periods from one review to the next, the first being in period 0. */
  readonly reviewPeriods: number;
  /** An order below it waits; one above `orderCapacity` is cut. Units. */
  readonly minimumOrder: number;
  readonly orderCapacity: number;
}

/** The numbers that a store names; NaN for those it does not. */
export interface PolicyNumbers {
  readonly baseStockLevel: number;
  readonly reorderPoint: number;
  readonly orderUpToLevel: number;
  readonly orderQuantity: number;
}

type Ordering = Pick<
  Replenishment,
  'rule' | 'echelon' | 'reorderPoint' | 'orderUpTo' | 'orderQuantity'
>;

const always = Number.POSITIVE_INFINITY;
const { none, upTo, batches, quantity } = orderRule;

/**
 * How a policy orders. One that lacks a number that it needs orders nothing. `guaranteedService`
 * orders up to the level that `guaranteedLevels` finds, given as `baseStockLevel`.
 */
export function orderingOf(policy: PolicyName, numbers: PolicyNumbers): Ordering {
  const { baseStockLevel, reorderPoint, orderUpToLevel, orderQuantity } = numbers;
  const nothing = { rule: none, echelon: false, reorderPoint: always, orderUpTo: Number.NaN };
  const fixed = { ...nothing, orderQuantity: Math.max(orderQuantity || 0, 0) };
  switch (policy) {
    case 'sS':
      if (!Number.isFinite(reorderPoint) || !Number.isFinite(orderUpToLevel)) return fixed;
      return { ...fixed, rule: upTo, reorderPoint, orderUpTo: orderUpToLevel };
    case 'rQ':
      if (!Number.isFinite(reorderPoint) || fixed.orderQuantity === 0) return fixed;
      return { ...fixed, rule: batches, reorderPoint, orderUpTo: reorderPoint + orderQuantity };
    case 'fixedOrder':
      return { ...fixed, rule: fixed.orderQuantity > 0 ? quantity : none };
    default:
      if (!Number.isFinite(baseStockLevel)) return fixed;
      return {
        ...fixed,
        rule: upTo,
        echelon: policy === 'echelonBaseStock',
        orderUpTo: baseStockLevel,
      };
  }
}
