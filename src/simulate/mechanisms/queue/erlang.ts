/** Formulas for one station with `servers` machines and unlimited room. Called by `estimate`. */

export interface QueueFigures {
  /** Probability that a job has to wait. */
  readonly waitProbability: number;
  /** Mean number of jobs waiting; infinite when the load is not below the machines. */
  readonly queue: number;
  /** Mean time waiting, in the unit of the times given. */
  readonly wait: number;
}

/**
 * Erlang's C formula for M/M/c (Erlang 1917): `load` is arrivals per service time (λ/μ). By the
 * recursion of his B formula, which cannot overflow.
 */
export function waitProbability(load: number, servers: number): number {
  if (load >= servers) return 1;
  let lossProbability = 1;
  for (let c = 1; c <= servers; c++) {
    lossProbability = (load * lossProbability) / (c + load * lossProbability);
  }
  const utilisation = load / servers;
  return lossProbability / (1 - utilisation * (1 - lossProbability));
}

/**
 * G/G/c by Allen and Cunneen's approximation (Allen 1990, §5.3): the wait of M/M/c times the mean
 * of the squared coefficients of variation. Exact for M/M/c and M/G/1.
 */
export function allenCunneen(
  arrivals: { readonly rate: number; readonly variation2: number },
  service: { readonly mean: number; readonly variation2: number },
  servers: number,
): QueueFigures {
  const load = arrivals.rate * service.mean;
  const probability = waitProbability(load, servers);
  if (load >= servers) {
    return { waitProbability: 1, queue: Number.POSITIVE_INFINITY, wait: Number.POSITIVE_INFINITY };
  }
  if (load === 0) return { waitProbability: 0, queue: 0, wait: 0 };
  const factor = (arrivals.variation2 + service.variation2) / 2;
  const queue = (probability * load * factor) / (servers - load);
  return { waitProbability: probability, queue, wait: queue / arrivals.rate };
}
