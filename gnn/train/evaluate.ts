/**
 * The network beside every baseline on held-out graphs: average precision of who fails, mean and
 * standard deviation over five parts of the graphs. Recorded by `npm run train -- --record`.
 */

import { scores } from '../../src/predict/baseline/scores.ts';
import { type Ensemble, joined } from '../../src/predict/gnn/ensemble.ts';
import type { ReadEnsemble } from '../../src/predict/gnn/read-ensemble.ts';
import { averagePrecision } from '../../src/statistics/average-precision.ts';
import { brierScore, calibrationError } from '../../src/statistics/calibration.ts';
import { spread } from '../../src/statistics/spread.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import { families, generate, type Split } from './generate.ts';
import { lessonOf } from './lesson.ts';
import { type DependencySample, dependencySamples } from './sample.ts';
import { type Trial, trialsOf } from './trial.ts';

/** A trial with the scores that each contender gave its nodes, by the contender's name. */
interface JudgedTrial {
  readonly trial: Trial<DependencySample>;
  readonly scores: Readonly<Record<string, ArrayLike<number>>>;
}

/** Which trials and nodes a column of the table is about. */
interface Column {
  readonly name: string;
  takes(trial: Trial): boolean;
  /** Leave out what failed at the first step. */
  readonly later?: true;
}

const columns: readonly Column[] = [
  { name: 'all', takes: notAwaited },
  { name: 'after step 1', takes: notAwaited, later: true },
  ...Object.keys(families).map((name) => ({
    name,
    takes: (trial: Trial) => notAwaited(trial) && trial.sample.family === name,
  })),
  { name: 'awaited', takes: (trial) => !notAwaited(trial) },
];

/** Name of the network's row. */
export const networkName = 'network';

type Calibration = Checkpoint['calibration'];

/** Every contender's scores on every onset of every sample. */
export function judge(
  ensemble: Ensemble,
  calibration: Calibration,
  samples: Iterable<DependencySample>,
): JudgedTrial[] {
  const judged: JudgedTrial[] = [];
  for (const sample of samples) {
    for (const trial of trialsOf(ensemble, lessonOf(sample))) {
      judged.push({ trial, scores: scoresOf(trial, calibration) });
    }
  }
  return judged;
}

function scoresOf(trial: Trial<DependencySample>, calibration: Calibration) {
  const { sample, onset, elements, isAwaited, said } = trial;
  const given: Record<string, ArrayLike<number>> = {};
  for (const [name, score] of Object.entries(scores)) {
    const all = score(sample.declared, sample.onsets[onset]?.failed as Uint8Array);
    given[name] = elements.map((element) => all[element] ?? 0);
  }
  const { temperature } = calibration[isAwaited ? 'awaited' : 'failed'];
  given[networkName] = joined(said, temperature).probability;
  for (const [i, { probability }] of said.entries()) given[`member ${i + 1}`] = probability;
  return given;
}

/** Average precision of a contender over all pairs of scenario and twin of a column. */
export function precisionOf(judged: readonly JudgedTrial[], name: string, column = 'all'): number {
  const { said, outcomes } = pooled(judged, name, columnOf(column));
  return averagePrecision(said, outcomes);
}

/** The figures that a checkpoint records of its test graphs. */
export function figuresOf(
  ensemble: Ensemble,
  calibration: Calibration,
  samples: Iterable<DependencySample>,
): Record<string, number> {
  const judged = judge(ensemble, calibration, samples);
  const figures: Record<string, number> = {};
  for (const name of [...Object.keys(scores), networkName]) {
    figures[`averagePrecision.${name}`] = round(precisionOf(judged, name));
  }
  const { said, outcomes } = pooled(judged, networkName, columnOf('all'));
  figures.calibrationError = round(calibrationError(said, outcomes));
  figures.brierScore = round(brierScore(said, outcomes));
  return figures;
}

/** Every contender on one split: average precision by column, mean and deviation over five parts. */
export interface ContenderTable {
  readonly graphs: number;
  readonly scenarios: number;
  readonly columns: readonly string[];
  readonly rows: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** Of the network's probabilities. */
  readonly calibrationError: number;
  readonly brierScore: number;
}

/** On graphs of dependencies that were not trained on; `large` ones have ten times as many nodes. */
export function contenderTable(
  { checkpoint, ensemble }: ReadEnsemble,
  split: Split,
  graphs: number,
): ContenderTable {
  const samples = dependencySamples(generate(split, graphs));
  const judged = judge(ensemble, checkpoint.calibration, samples);
  const names = Object.keys(judged[0]?.scores ?? {});
  const rows = names.map((name) => {
    return [name, columns.map((column) => cell(judged, { name, column, graphs }))] as const;
  });
  const { said, outcomes } = pooled(judged, networkName, columnOf('all'));
  return {
    graphs,
    scenarios: judged.length,
    columns: columns.map(({ name }) => name),
    rows: Object.fromEntries(rows),
    calibrationError: round(calibrationError(said, outcomes)),
    brierScore: round(brierScore(said, outcomes)),
  };
}

const parts = 5;

/** Mean ± standard deviation over five parts of the graphs, each with every family. */
function cell(
  judged: readonly JudgedTrial[],
  { name, column, graphs }: { name: string; column: Column; graphs: number },
): [number, number] {
  const perPart = Array.from({ length: parts }, (_, part) => {
    const inPart = judged.filter(({ trial }) => {
      return Math.floor((trial.sample.graph * parts) / graphs) === part;
    });
    const { said, outcomes } = pooled(inPart, name, column);
    return averagePrecision(said, outcomes);
  });
  const { mean, sd } = spread(perPart.filter((value) => !Number.isNaN(value)));
  return [Number(mean.toFixed(3)), Number(sd.toFixed(3))];
}

function pooled(judged: readonly JudgedTrial[], name: string, column: Column) {
  const [said, outcomes]: [number[], number[]] = [[], []];
  for (const { trial, scores: given } of judged) {
    if (!column.takes(trial)) continue;
    for (let i = 0; i < trial.elements.length; i++) {
      if (column.later && trial.step[i] === 1) continue;
      said.push(given[name]?.[i] ?? 0);
      outcomes.push(trial.outcome[i] ?? 0);
    }
  }
  return { said, outcomes };
}

function columnOf(name: string): Column {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new TypeError(`no column ${name}`);
  return column;
}

function notAwaited(trial: Trial): boolean {
  return !trial.isAwaited;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
