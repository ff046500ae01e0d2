/** What a forecast of saturated links is judged by; read by `evaluate bottleneck` and by training. */
import { averagePrecision, rocArea } from '../../statistics/average-precision.ts';
import { type FlowTrial, saturated, saturation } from './flow-trial.ts';

export interface BottleneckFigures {
  /** Average precision of the ranking, for flow above capacity; NaN where no link is. */
  readonly ap: number;
  /** Area under the receiver operating characteristic; NaN unless there are both kinds of links. */
  readonly auc: number;
  /** Mean of |predicted flow - flow| / flow over links that carry more than a hundredth of capacity. */
  readonly flowMape: number;
  /** Sum of |predicted flow - flow| over the sum of flows. */
  readonly flowWape: number;
}

/** `scores` rank the links; NaN for figures of flow without `flow`. Both `[links]` */
export function bottleneckFigures(
  { network, flow: truth }: FlowTrial,
  scores: ArrayLike<number>,
  flow?: ArrayLike<number>,
): BottleneckFigures {
  const labels = saturated(network, truth);
  const ranking = { ap: averagePrecision(scores, labels), auc: rocArea(scores, labels) };
  if (flow === undefined) return { ...ranking, flowMape: Number.NaN, flowWape: Number.NaN };
  const ratios = saturation(network, truth);
  let [relative, counted, away, total] = [0, 0, 0, 0];
  for (let link = 0; link < truth.length; link++) {
    const trips = truth[link] as number;
    const error = Math.abs((flow[link] as number) - trips);
    away += error;
    total += trips;
    if ((ratios[link] as number) <= leastRatio) continue;
    relative += error / trips;
    counted++;
  }
  return { ...ranking, flowMape: relative / counted, flowWape: away / total };
}

const leastRatio = 0.01;
