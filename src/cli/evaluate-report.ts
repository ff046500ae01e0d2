/** An evaluation as a table with what its figures mean. Used by `linchpin evaluate`. */
import type { Evaluation, Figures } from '../evaluate/evaluation.ts';

/** Rows in words; one that is not here is told as it is. */
const rowNames: Readonly<Record<string, string>> = {
  pageRank: 'PageRank',
  oneStep: 'one-step simulator',
  outageShifts: 'outage shifts',
  logisticRegression: 'logistic regression',
  logisticRegressionNeighbours: 'logistic regression, neighbours',
  boostedTrees: 'boosted trees',
  boostedTreesNeighbours: 'boosted trees, neighbours',
};

/** What the columns mean, for those that are there. */
const meanings: Readonly<Record<string, string>> = {
  tau: 'agreement with the true ranking by avalanche centrality, Kendall’s τ-b, -1 … 1',
  mcf: 'mean cumulative fraction: how early that ranking brings what matters, 0 … 1',
  ap: 'average precision of who fails; a guess has the share that fails',
  apLater: 'the same without what fails at the first step',
  auc: 'chance that what fails scores above what does not; a guess has 0.5',
  ece: 'expected calibration error: gap between probability and frequency',
  coverage: 'share of what fails that lies in the set of what may fail',
  setSize: 'how many that set holds, on average',
  stateError: 'share of the final states that are said wrong',
  stepError: 'steps by which the time is wrong, of what fails and is said to',
  speedup: 'how many times quicker than the cascade simulator',
  flowMape: 'mean error of the flow as a share of it',
};

/** Says what was judged, then the table, then its legend. */
export function evaluationLines(evaluation: Evaluation): readonly string[] {
  const { task, graph, predictor, baselines, modelVersion, intervals } = evaluation;
  const rows: [string, Figures][] = [['predictor', predictor], ...Object.entries(baselines)];
  const columns = [...new Set(rows.flatMap(([, figures]) => Object.keys(figures)))];
  const bounds = Object.entries(intervals).map(([name, [low, high]]) => {
    return `${name} of the predictor: ${figure(low)} … ${figure(high)} with 95 % confidence`;
  });
  return [
    `${task} ${graph}: ${sizesText(evaluation)}`,
    `predictor ${modelVersion}, ${evaluation.seconds} s in all`,
    '',
    ...table(rows, columns),
    '',
    ...bounds,
    ...columns.flatMap((name) => (meanings[name] ? [`${name}: ${meanings[name]}`] : [])),
  ];
}

function sizesText({ sizes }: Evaluation): string {
  return Object.entries(sizes)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');
}

function table(rows: readonly [string, Figures][], columns: readonly string[]): string[] {
  const names = rows.map(([name]) => rowNames[name] ?? name);
  const first = Math.max(...names.map(({ length }) => length));
  const width = (column: string) => Math.max(column.length, 7);
  const line = (name: string, cell: (column: string) => string) =>
    [name.padEnd(first), ...columns.map((column) => cell(column).padStart(width(column)))].join(
      '  ',
    );
  return [
    line('', (column) => column),
    ...rows.map(([, figures], row) => line(names[row] as string, (name) => figure(figures[name]))),
  ];
}

/** Whole numbers as they are, others to three places; a dash for none. */
function figure(value: number | undefined): string {
  if (value === undefined) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value));
  return Math.abs(value) < 0.001 ? value.toPrecision(2) : value.toFixed(3);
}
