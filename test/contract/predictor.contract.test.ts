import { baselinePredictor } from '../../src/predict/baseline/baseline-predictor.ts';
import { type ScoreName, scores } from '../../src/predict/baseline/scores.ts';
import { gnnPredictor } from '../../src/predict/gnn/gnn-predictor.ts';
import { predictorContract } from './predictor.contract.ts';

predictorContract('gnn', () => gnnPredictor());
for (const name of Object.keys(scores) as ScoreName[]) {
  predictorContract(`baseline ${name}`, async () => baselinePredictor(name));
}
