/** Puts what a predictor says of nodes into a forecast of twins; used by every adapter. */
import { compareText } from '../model/compare-text.ts';
import type { Calibration, Forecast, TwinForecast } from '../model/forecast.ts';
import type { Situation } from './situation.ts';

interface Findings {
  readonly modelVersion: string;
  readonly calibration: Calibration;
  /** Nodes to answer for. */
  readonly asked: readonly number[];
  /** Called for those of them that have not failed and need something. */
  readonly twinForecast: (node: number) => Omit<TwinForecast, 'twin'>;
}

/**
 * By falling probability, ties by id. What has failed now has probability 1 at step 0; what needs
 * nothing has 0, because no other twin's failure reaches it.
 */
export function forecastOf(situation: Situation, findings: Findings): Forecast {
  const { graph, failed, mayFail, nodes } = situation;
  const twins = findings.asked.map((node): TwinForecast => {
    const twin = graph.twinAt(node)?.id ?? '';
    if (failed[node]) return { twin, probability: 1, interval: [1, 1], step: 0, causes: [] };
    if (!mayFail[node]) return { twin, probability: 0, interval: [0, 0], step: 0, causes: [] };
    return { twin, ...findings.twinForecast(node) };
  });
  twins.sort((a, b) => b.probability - a.probability || compareText(a.twin, b.twin));
  const { modelVersion, calibration } = findings;
  const ids = nodes.filter((node) => failed[node]).map((node) => graph.twinAt(node)?.id ?? '');
  return { revision: graph.revision, modelVersion, calibration, failed: ids.sort(), twins };
}
