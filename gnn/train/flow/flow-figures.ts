/** What the flow ensemble is worth on graphs it was not trained on; called by `train-flow.ts`. */
import { bottleneckFigures } from '../../../src/evaluate/bottleneck/bottleneck-figures.ts';
import { flowForecast } from '../../../src/predict/flow/flow-ensemble.ts';
import { mostSaturation } from '../../../src/predict/flow/saturation-scale.ts';
import { calibrationError } from '../../../src/statistics/calibration.ts';
import type { FlowCalibration } from '../../model/flow-checkpoint.ts';
import type { FlowTold } from './flow-calibrate.ts';

export interface FlowFigures {
  /** Means over scenarios that have saturated links. */
  readonly ap: number;
  readonly auc: number;
  readonly flowMape: number;
  readonly flowWape: number;
  /** Expected calibration error, of all links together. */
  readonly ece: number;
  /** Share of links between quantiles 0.1 and 0.9, the mean over scenarios. */
  readonly coverage: number;
  readonly scenarios: number;
}

const rounding = 1e-9;

export function flowFigures(told: readonly FlowTold[], calibration: FlowCalibration): FlowFigures {
  const each = told.map(({ lesson, outputs }) => {
    const { network, flow } = lesson.example;
    const forecast = flowForecast(outputs, lesson.features, calibration);
    const { capacity } = network;
    // Without a limit saturation says nothing of flow.
    const predicted = forecast.median.map((ratio, link) =>
      Number.isFinite(capacity[link])
        ? ratio * (capacity[link] as number)
        : (lesson.features.referenceFlow[link] as number),
    );
    const ratios = flow.map((trips, link) => trips / (capacity[link] as number));
    const inside = ratios.filter((ratio, link) => {
      const seen = Math.min(ratio, mostSaturation);
      const [low, high] = [forecast.low[link] as number, forecast.high[link] as number];
      return low <= seen + rounding && seen <= high + rounding;
    });
    const figures = bottleneckFigures({ network, flow }, forecast.probability, predicted);
    return { ...figures, forecast, lesson, coverage: inside.length / ratios.length };
  });
  const mean = (of: (figures: (typeof each)[number]) => number) => {
    const values = each.map(of).filter(Number.isFinite);
    return Number((values.reduce((a, b) => a + b, 0) / values.length).toFixed(5));
  };
  const probabilities = each.flatMap(({ forecast }) => [...forecast.probability]);
  const labels = each.flatMap(({ lesson }) => [...lesson.saturated]);
  return {
    ap: mean(({ ap }) => ap),
    auc: mean(({ auc }) => auc),
    flowMape: mean(({ flowMape }) => flowMape),
    flowWape: mean(({ flowWape }) => flowWape),
    ece: Number(calibrationError(probabilities, labels).toFixed(5)),
    coverage: mean(({ coverage }) => coverage),
    scenarios: told.length,
  };
}
