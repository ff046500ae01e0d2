/** A simple score as a predictor: what the network must beat, and what can stand in for it. */
import type { Forecast, TwinForecast } from '../../model/forecast.ts';
import { hopsFrom } from '../dependency-walk.ts';
import { forecastOf } from '../forecast-of.ts';
import type { ForecastRequest, Predictor } from '../predictor.ts';
import { askedNodes, situationOf } from '../situation.ts';
import { type ScoreName, scores } from './scores.ts';

/** Its probabilities are scores: their order means something, their size is not calibrated. */
export function baselinePredictor(name: ScoreName): Predictor {
  const modelVersion = `baseline/${name}`;
  return {
    modelVersion,
    async forecast(request: ForecastRequest): Promise<Forecast> {
      const situation = situationOf(request);
      const { network, failed, steps } = situation;
      const score = scores[name](network, failed);
      const hops = hopsFrom(network, (node) => failed[node] === 1);
      const twinForecast = (node: number): Omit<TwinForecast, 'twin'> => {
        const probability = score[node] ?? 0;
        const step = Math.min(steps, hops[node] ?? 0);
        return { probability, interval: [probability, probability], step, causes: [] };
      };
      return forecastOf(situation, {
        modelVersion,
        calibration: { method: 'none' },
        asked: askedNodes(situation, request),
        twinForecast,
      });
    },
  };
}
