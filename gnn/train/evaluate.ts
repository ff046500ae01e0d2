/**
 * The network beside every baseline on held-out graphs: average precision of who fails, mean and
 * standard deviation over five parts of the graphs. `npm run train -- --evaluate` prints it.
 */

import { scores } from '../../src/predict/baseline/scores.ts';
import type { Ensemble } from '../../src/predict/gnn/ensemble.ts';
import { readEnsemble } from '../../src/predict/gnn/read-ensemble.ts';
import { averagePrecision } from '../../src/statistics/average-precision.ts';
import { brierScore, calibrationError } from '../../src/statistics/calibration.ts';
import { spread } from '../../src/statistics/spread.ts';
import type { Checkpoint } from '../model/checkpoint.ts';
import type { Example } from './example.ts';
import { dataHash, families, generate, type Split } from './generate.ts';
import { lessonOf } from './lesson.ts';
import { joined, memberProbabilities, type Trial, trialOf } from './trial.ts';

/** A trial with the scores that each contender gave its nodes, by the contender's name. */
interface JudgedTrial {
  readonly trial: Trial;
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
    takes: (trial: Trial) => notAwaited(trial) && trial.lesson.example.family === name,
  })),
  { name: 'awaited', takes: (trial) => !notAwaited(trial) },
];

/** Name of the network's row. */
export const networkName = 'network';

type Calibration = Checkpoint['calibration'];

/** Every contender's scores on every example. */
export function judge(
  ensemble: Ensemble,
  calibration: Calibration,
  examples: Iterable<Example>,
): JudgedTrial[] {
  const judged: JudgedTrial[] = [];
  for (const example of examples) {
    const trial = trialOf(lessonOf(example));
    const { temperature } = example.awaited ? calibration.awaited : calibration.failed;
    const members = memberProbabilities(ensemble, trial);
    const given: Record<string, ArrayLike<number>> = {};
    for (const [name, score] of Object.entries(scores)) {
      const all = score(example.network, example.failed);
      given[name] = trial.nodes.map((node) => all[node] ?? 0);
    }
    given[networkName] = joined(members, temperature);
    for (const [i, member] of members.entries()) given[`member ${i + 1}`] = member;
    judged.push({ trial, scores: given });
  }
  return judged;
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
  examples: readonly Example[],
): Record<string, number> {
  const judged = judge(ensemble, calibration, examples);
  const figures: Record<string, number> = {};
  for (const name of [...Object.keys(scores), networkName]) {
    figures[`averagePrecision.${name}`] = round(precisionOf(judged, name));
  }
  const { said, outcomes } = pooled(judged, networkName, columnOf('all'));
  figures.calibrationError = round(calibrationError(said, outcomes));
  figures.brierScore = round(brierScore(said, outcomes));
  return figures;
}

/** Prints the tables as Markdown on stdout: graphs as in training, and ones ten times as large. */
export async function printEvaluation(folder: string): Promise<void> {
  const { checkpoint, ensemble } = await readEnsemble(folder);
  const sizes = { test: checkpoint.training.data.test?.graphs ?? 100, large: 15 };
  for (const [split, graphs] of Object.entries(sizes)) {
    const examples = [...generate(split as Split, graphs)];
    const judged = judge(ensemble, checkpoint.calibration, examples);
    console.log(`### ${split}: ${graphs} graphs, ${judged.length} scenarios\n`);
    const recorded = checkpoint.training.data[split]?.sha256 ?? dataHash(examples);
    if (dataHash(examples) !== recorded) console.log(`${simulatorChanged}\n`);
    console.log(table(judged, graphs));
    const { said, outcomes } = pooled(judged, networkName, columnOf('all'));
    const ece = calibrationError(said, outcomes).toFixed(4);
    console.log(
      `\nCalibration error ${ece}, Brier score ${brierScore(said, outcomes).toFixed(4)}\n`,
    );
  }
}

const simulatorChanged =
  'The simulator gives other outcomes than it did when these weights were trained.';

function table(judged: readonly JudgedTrial[], graphs: number): string {
  const names = Object.keys(judged[0]?.scores ?? {});
  const rows = names.map((name) => {
    const cells = columns.map((column) => cell(judged, { name, column, graphs }));
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  const head = `| | ${columns.map(({ name }) => name).join(' | ')} |`;
  return [head, `|---|${columns.map(() => '---|').join('')}`, ...rows].join('\n');
}

const parts = 5;

/** Mean ± standard deviation over five parts of the graphs, each with every family. */
function cell(
  judged: readonly JudgedTrial[],
  { name, column, graphs }: { name: string; column: Column; graphs: number },
): string {
  const perPart = Array.from({ length: parts }, (_, part) => {
    const inPart = judged.filter(({ trial }) => {
      return Math.floor((trial.lesson.example.graph * parts) / graphs) === part;
    });
    const { said, outcomes } = pooled(inPart, name, column);
    return averagePrecision(said, outcomes);
  });
  const { mean, sd } = spread(perPart.filter((value) => !Number.isNaN(value)));
  return `${mean.toFixed(3)} ± ${sd.toFixed(3)}`;
}

function pooled(judged: readonly JudgedTrial[], name: string, column: Column) {
  const [said, outcomes]: [number[], number[]] = [[], []];
  for (const { trial, scores: given } of judged) {
    if (!column.takes(trial)) continue;
    for (let i = 0; i < trial.nodes.length; i++) {
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
  return !trial.lesson.example.awaited;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
