/**
 * Our own equilibrium solver stopped after a few rounds: the strongest baseline for its cost, and the
 * physics that the flow network starts from. Handed to `flowFeatures` by training and evaluation.
 */

import type { FlowNetwork } from '../../predict/flow/flow-network.ts';
import type { EarlyFlows } from '../../predict/flow/link-measures.ts';
import { userEquilibrium } from '../../simulate/mechanisms/congestion/equilibrium.ts';

/** Flow after so many searches of all shortest paths. `[links]` */
export function earlyEquilibrium(network: FlowNetwork, rounds: number): Float64Array {
  return userEquilibrium(network, { gap: earlyGap, maxRounds: rounds }).flow;
}

/** After two rounds and after four (the search between is made twice), with the gap that is left. */
export function earlyFlows(network: FlowNetwork): EarlyFlows {
  const before = userEquilibrium(network, { gap: earlyGap, maxRounds: 2 });
  const last = userEquilibrium(network, { gap: earlyGap, maxRounds: 3, from: before });
  return { before: before.flow, last: last.flow, relativeGap: last.relativeGap };
}

const earlyGap = 1e-6;
