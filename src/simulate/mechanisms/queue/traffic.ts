/** The traffic equations of a network (Jackson 1957). Called by `estimate`. */

/** A way from one station to another, with the share of jobs that go it. */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * Rates through each station: `rate = outside + transpose(shares) rate`. By elimination, which needs
 * no pivots since no more leaves a station than comes; infinite where jobs can never leave.
 */
export function trafficRates(outside: Float64Array, shares: readonly Share[]): Float64Array {
  const n = outside.length;
  const matrix = new Float64Array(n * n);
  const rates = outside.slice();
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  for (const { from, to, share } of shares) {
    matrix[to * n + from] = (matrix[to * n + from] as number) - share;
  }
  for (let pivot = 0; pivot < n; pivot++) eliminate(matrix, rates, pivot);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rates[i] as number;
    for (let j = i + 1; j < n; j++) {
      const factor = matrix[i * n + j] as number;
      if (factor !== 0) sum -= factor * (rates[j] as number);
    }
    // A station whose own jobs all come back to it has no finite rate, unless none come at all.
    const own = matrix[i * n + i] as number;
    rates[i] = sum <= 1e-15 ? 0 : own > 1e-12 ? sum / own : Number.POSITIVE_INFINITY;
  }
  return rates;
}

function eliminate(matrix: Float64Array, rates: Float64Array, pivot: number): void {
  const n = rates.length;
  const own = matrix[pivot * n + pivot] as number;
  if (own <= 1e-12) return;
  for (let row = pivot + 1; row < n; row++) {
    const factor = (matrix[row * n + pivot] as number) / own;
    if (factor === 0) continue;
    rates[row] = (rates[row] as number) - factor * (rates[pivot] as number);
    for (let j = pivot + 1; j < n; j++) {
      const value = matrix[pivot * n + j] as number;
      if (value !== 0) matrix[row * n + j] = (matrix[row * n + j] as number) - factor * value;
    }
  }
}
