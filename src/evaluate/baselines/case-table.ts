/** Rows with labels from many onsets and their outcomes: what learned baselines are fitted to. */
import type { Onset, Outcome } from '../../../gnn/model/stress-network.ts';
import type { SpreadSample } from '../spread.ts';
import { columnNames, features } from './features.ts';

/** Rows of numbers, all finite. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row-major `[rows, columns]`. */
  readonly values: Float32Array;
}

export interface LabelledTable extends Table {
  /** 1 or 0. `[rows]` */
  readonly labels: Uint8Array;
}

/** A row for each element that had not failed before, sample by sample and onset by onset. */
export function caseTable(samples: readonly SpreadSample[], neighbours: boolean): LabelledTable {
  const columns = columnNames(neighbours);
  const width = columns.length;
  const rows = samples.reduce((sum, { outcomes }) => sum + outcomes.reduce(addOpen, 0), 0);
  const values = new Float32Array(rows * width);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const { network, onsets, outcomes } of samples) {
    for (const [i, outcome] of outcomes.entries()) {
      const made = features(network, onsets[i] as Onset, neighbours);
      for (const [n, step] of outcome.entries()) {
        if (step === 0) continue;
        values.set(made.subarray(n * width, (n + 1) * width), row * width);
        labels[row++] = step > 0 ? 1 : 0;
      }
    }
  }
  return { columns, rows, values, labels };
}

/** Adds how many elements had not failed before. */
function addOpen(sum: number, outcome: Outcome): number {
  return outcome.reduce((count, step) => count + (step === 0 ? 0 : 1), sum);
}

/** A `TypeError` for a table that cannot be learned from. */
export function checkTable({ columns, rows, values, labels }: LabelledTable): void {
  if (rows === 0) throw new TypeError('a table without rows cannot be learned from');
  if (values.length !== rows * columns.length || labels.length !== rows) {
    throw new TypeError('a table needs a value for each row and column and a label for each row');
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const column = columns[bad % columns.length];
  throw new TypeError(`row ${Math.floor(bad / columns.length)} has no finite value of ${column}`);
}

/** Log-odds of the share of positives, finite where all rows are alike. */
export function priorLogit({ labels, rows }: LabelledTable): number {
  const hits = labels.reduce((sum, label) => sum + label, 0);
  const share = Math.min(1 - 0.5 / (rows + 1), Math.max(0.5 / (rows + 1), hits / rows));
  return Math.log(share / (1 - share));
}
