/**
 * The best policy of a lost-sales system by relative value iteration (Zipkin 2008, "Old and new
 * methods for lost-sales inventory systems"): Poisson demand, holding cost 1. An oracle for tests.
 */

export function poisson(mean: number, k: number): number {
  let p = Math.exp(-mean);
  for (let i = 1; i <= k; i++) p *= mean / i;
  return p;
}

export interface LostSalesPolicy {
  /** A period. */
  readonly cost: number;
  /** Units to order with this stock, after arrival, and these units on the way. */
  order(pipeline: readonly number[]): number;
}

/** State: stock after arrival, then the orders that arrive in 1 … lead - 1 periods. */
export function optimalLostSales(mean: number, lead: number, penalty: number): LostSalesPolicy {
  const mostStock = Math.ceil(mean * (lead + 1) + 5 * Math.sqrt(mean * (lead + 1)));
  const mostOrder = Math.ceil(mean + 4 * Math.sqrt(mean));
  const width = mostOrder + 1;
  const tail = width ** (lead - 1);
  const pmf = Array.from({ length: mostStock + 1 }, (_, k) => poisson(mean, k));
  const period = Float64Array.from({ length: mostStock + 1 }, (_, x) =>
    periodCost(x, mean, penalty, pmf),
  );
  let value = new Float64Array((mostStock + 1) * tail);
  const order = new Int32Array(value.length);
  let cost = 0;
  for (let sweep = 0; sweep < 400; sweep++) {
    const next = new Float64Array(value.length);
    for (let rest = 0; rest < tail; rest++) {
      // The next to arrive is the first digit of `rest`; the new order becomes its last.
      for (let q = 0; q <= mostOrder; q++) {
        const all = rest * width + q;
        const arriving = Math.floor(all / tail);
        const left = all % tail;
        const expected = expectations({ value, pmf, tail, mostStock }, arriving, left);
        for (let x = 0; x <= mostStock; x++) {
          const total = (period[x] as number) + (expected[x] as number);
          const at = x * tail + rest;
          if (q > 0 && total >= (next[at] as number)) continue;
          next[at] = total;
          order[at] = q;
        }
      }
    }
    cost = next[0] as number;
    const change = Math.max(...next.map((each, i) => Math.abs(each - cost - (value[i] as number))));
    value = next.map((each) => each - cost);
    if (change < 1e-7) break;
  }
  return {
    cost,
    order: ([stock = 0, ...rest]) => {
      const digits = rest.reduce((sum, units) => sum * width + Math.min(units, mostOrder), 0);
      return order[Math.min(stock, mostStock) * tail + digits] as number;
    },
  };
}

function periodCost(x: number, mean: number, penalty: number, pmf: readonly number[]): number {
  let [held, served] = [0, 0];
  let above = 1;
  for (let d = 0; d <= x; d++) {
    held += (pmf[d] as number) * (x - d);
    served += (pmf[d] as number) * d;
    above -= pmf[d] as number;
  }
  return held + penalty * (mean - served - above * x);
}

interface Values {
  readonly value: Float64Array;
  readonly pmf: readonly number[];
  readonly tail: number;
  readonly mostStock: number;
}

/** Expected value of the next state by stock, when so many arrive in it. */
function expectations({ value, pmf, tail, mostStock }: Values, arriving: number, left: number) {
  const at = (stock: number) => value[Math.min(mostStock, stock) * tail + left] as number;
  const expected = new Float64Array(mostStock + 1);
  let below = 0;
  for (let x = 0; x <= mostStock; x++) {
    let sum = 0;
    for (let d = 0; d < x; d++) sum += (pmf[d] as number) * at(x - d + arriving);
    expected[x] = sum + (1 - below) * at(arriving);
    below += pmf[x] as number;
  }
  return expected;
}
