/**
 * Exact mean value analysis of a closed network with one class of jobs (Reiser and Lavenberg
 * 1980), stations of one or more exponential machines. Called by `estimate`.
 */

export interface ClosedStation {
  /** Visits of a job between two passes of the network's reference point. */
  readonly visits: number;
  /** Mean service time. */
  readonly time: number;
  readonly servers: number;
}

export interface ClosedFigures {
  /** Passes of the reference point per unit of time. */
  readonly throughput: number;
  /** By station: mean jobs there, in line and in machines. */
  readonly jobs: Float64Array;
  /** By station: mean time of a visit, waiting and service. */
  readonly residence: Float64Array;
}

export function meanValueAnalysis(stations: readonly ClosedStation[], jobs: number): ClosedFigures {
  const present = new Float64Array(stations.length);
  const residence = new Float64Array(stations.length);
  /** By station: probabilities of 0 … servers - 1 jobs there. */
  const chances = stations.map(({ servers }) => {
    const chance = new Float64Array(servers);
    chance[0] = 1;
    return chance;
  });
  let throughput = 0;
  for (let n = 1; n <= jobs; n++) {
    let cycle = 0;
    for (let i = 0; i < stations.length; i++) {
      const { visits, time, servers } = stations[i] as ClosedStation;
      let ahead = 1 + (present[i] as number);
      const chance = chances[i] as Float64Array;
      for (let j = 0; j < servers - 1; j++) ahead += (servers - 1 - j) * (chance[j] as number);
      residence[i] = (time / servers) * ahead;
      cycle += visits * (residence[i] as number);
    }
    throughput = cycle > 0 ? n / cycle : Number.POSITIVE_INFINITY;
    for (let i = 0; i < stations.length; i++) {
      const station = stations[i] as ClosedStation;
      present[i] = throughput * station.visits * (residence[i] as number);
      moveOn(chances[i] as Float64Array, throughput * station.visits * station.time);
    }
  }
  return { throughput, jobs: present, residence };
}

/** The probabilities with one job more in the network; `busy` is the mean of busy machines. */
function moveOn(chance: Float64Array, busy: number): void {
  const servers = chance.length;
  if (servers === 1) return;
  let known = 0;
  for (let j = servers - 1; j >= 1; j--) {
    chance[j] = (busy / j) * (chance[j - 1] as number);
    known += (servers - j) * (chance[j] as number);
  }
  // Rounding must not make the empty station's probability negative.
  chance[0] = Math.max(0, 1 - (busy + known) / servers);
}
