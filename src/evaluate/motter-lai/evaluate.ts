/**
 * `linchpin evaluate motter-lai`: the cascades of every single failure on a grid, who fails in them
 * and who matters most, by the predictor and by every baseline.
 */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { SpreadPredictor } from '../../predict/gnn/spread-predictor.ts';
import { type Contender, contenders } from '../baselines/contenders.ts';
import type { TaskBaselines } from '../baselines/fitted-baselines.ts';
import {
  type Evaluation,
  type Figures,
  finiteFigures,
  type Progress,
  secondsSince,
} from '../evaluation.ts';
import { avalanches } from '../metrics/avalanche-centrality.ts';
import { precisionInterval } from '../metrics/precision-interval.ts';
import { rankingFigures } from '../metrics/ranking-figures.ts';
import { failingShare, spreadFigures } from '../metrics/spread-figures.ts';
import { predicted, type Said } from '../said.ts';
import type { SpreadSample } from '../spread.ts';
import { everyFailure } from './every-failure.ts';
import { type CascadeLabels, labelsOf } from './labels.ts';
import { type CascadeGrid, readCascadeGrid } from './read-grid.ts';

export interface MotterLaiContest {
  readonly predictor: SpreadPredictor;
  readonly baselines: TaskBaselines;
  readonly progress?: Progress;
}

/** Cascades grow with the cube of the nodes: 1,000 take a minute, these about an hour. */
const mostNodes = 4000;

/** Throws NOT_FOUND, BAD_USER_INPUT or LIMIT_EXCEEDED for a file that cannot be judged on. */
export async function evaluateMotterLai(
  path: string,
  contest: MotterLaiContest,
): Promise<Evaluation> {
  return await evaluateGrid(readCascadeGrid(path), path, contest);
}

/** The same of a grid that has been read; `where` names it in refusals. */
export async function evaluateGrid(
  grid: CascadeGrid,
  where: string,
  { predictor, baselines, progress = () => {} }: MotterLaiContest,
): Promise<Evaluation> {
  const began = performance.now();
  if (grid.graph.nodeCount > mostNodes) throw tooLarge(grid, where);
  progress(`cascades of ${grid.name}`);
  const sample = everyFailure(grid.graph, grid.alpha);
  const labels = labelsOf(sample.outcomes);
  progress(predictor.modelVersion);
  const said = await predicted(predictor, sample);
  const judged = said.map(({ scores }, i) => ({ scores, outcome: sample.outcomes[i] as Outcome }));
  const ap = precisionInterval(judged);
  const rows = contenders(baselines).map((contender): [string, Figures] => {
    progress(contender.name);
    return [contender.name, figuresOf(contender, sample, labels)];
  });
  return {
    task: 'motter-lai',
    graph: grid.name,
    modelVersion: predictor.modelVersion,
    predictor: judgedFigures(said, sample, labels, centralityOf(said)),
    baselines: Object.fromEntries(rows),
    intervals: ap.every(Number.isFinite) ? { ap } : {},
    sizes: sizesOf(sample, grid, labels),
    seconds: secondsSince(began),
  };
}

/** Node scores rank as they are; what is said of pairs by the centrality that it comes to. */
function figuresOf(contender: Contender, sample: SpreadSample, labels: CascadeLabels): Figures {
  const { network, onsets } = sample;
  const said = onsets.map((onset) => contender.says(network, onset));
  const ranking = contender.ofNetwork ? said[0]?.scores : centralityOf(said);
  return judgedFigures(said, sample, labels, ranking as Float64Array);
}

function judgedFigures(
  said: readonly Said[],
  { outcomes }: SpreadSample,
  { avalancheCentrality }: CascadeLabels,
  ranking: Float64Array,
): Figures {
  const { tau, mcf } = rankingFigures(ranking, avalancheCentrality);
  return finiteFigures({ tau, mcf, ...spreadFigures(said, outcomes) });
}

/**
 * Of who is said to fail; else of probabilities, else of scores between 0 and 1. Verdicts rank better:
 * on generated validation grids τ of the network was 0.87 by them and 0.77 by probabilities, which
 * share out small chances where most nodes do nothing. `[nodes]`
 */
function centralityOf(said: readonly Said[]): Float64Array {
  const nodeCount = said.length;
  const chances = new Float64Array(nodeCount * nodeCount);
  for (const [seed, { probability, fails, scores }] of said.entries())
    chances.set(fails ?? probability ?? scores, seed * nodeCount);
  return avalanches({ nodeCount, probability: chances }).centrality;
}

function sizesOf({ outcomes }: SpreadSample, grid: CascadeGrid, ours: CascadeLabels): Figures {
  const { nodeCount, from } = grid.graph;
  const { labels } = grid;
  return {
    nodes: nodeCount,
    edges: from.length,
    cascades: outcomes.length,
    failures: Math.round(failingShare(outcomes) * nodeCount * (nodeCount - 1)),
    ...(labels && { labelDifference: greatestDifference(ours, labels) }),
  };
}

/** How far the file's labels lie from those of our cascades: near 0 where the recipe is the same. */
function greatestDifference(ours: CascadeLabels, theirs: CascadeLabels): number {
  const names = ['avalancheFraction', 'failureFraction', 'terminationStep'] as const;
  return names.reduce((most, name) => {
    return ours[name].reduce((most, value, node) => {
      return Math.max(most, Math.abs(value - (theirs[name][node] as number)));
    }, most);
  }, 0);
}

function tooLarge({ graph }: CascadeGrid, where: string): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: `${where} nodes`,
    message: `all cascades of ${graph.nodeCount} nodes would take more than an hour`,
    expected: `at most ${mostNodes} nodes`,
    action: 'judge on a part of the grid',
  });
}
