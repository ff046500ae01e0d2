/**
 * The predictor that ships: an ensemble of small graph networks on plain typed arrays. Opened by
 * the composition root; its weights are made by `npm run train`.
 */
import type { Forecast } from '../../model/forecast.ts';
import { forecastOf } from '../forecast-of.ts';
import type { ForecastRequest, Predictor } from '../predictor.ts';
import { askedNodes } from '../situation.ts';
import { causesOf } from './causes.ts';
import { type Prognosis, prognoses } from './prognosis.ts';
import { type ReadEnsemble, readEnsemble, shippedWeights } from './read-ensemble.ts';

/**
 * Opens the weights of a folder, the shipped ones by default; see `readEnsemble` for what is
 * refused. While nothing has failed, a twin's probability is that of failing when one twin, any of
 * them alike, fails: which twins hang on single others, rather than who is next.
 */
export async function gnnPredictor(folder: string = shippedWeights()): Promise<Predictor> {
  const read = await readEnsemble(folder);
  const modelVersion = `${read.checkpoint.task}/${read.checkpoint.version}`;
  const prognosisOf = prognoses(read);
  return {
    modelVersion,
    forecast: async (request) => {
      const prognosis = await prognosisOf(request);
      return answer(read, modelVersion, { prognosis, request });
    },
  };
}

async function answer(
  { checkpoint, ensemble }: ReadEnsemble,
  modelVersion: string,
  { prognosis, request }: { prognosis: Prognosis; request: ForecastRequest },
): Promise<Forecast> {
  const { situation, outlook } = prognosis;
  const asked = askedNodes(situation, request);
  const explained = request.causes !== false;
  const causes = explained ? await causesOf(ensemble, prognosis, asked) : undefined;
  const { error, scenarios } = checkpoint.calibration[situation.awaited ? 'awaited' : 'failed'];
  return forecastOf(situation, {
    modelVersion,
    calibration: { method: 'temperature', error, scenarios },
    asked,
    twinForecast: (node) => ({
      probability: outlook.probability[node] ?? 0,
      interval: [outlook.low[node] ?? 0, outlook.high[node] ?? 0],
      step: outlook.step[node] ?? 0,
      causes: causes?.get(node) ?? [],
    }),
  });
}
