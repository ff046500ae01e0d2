/**
 * Rows for the fitters of learned baselines with all that the network sees of a supply chain beside
 * the columns that every cascade has. Used by the table of baselines.
 */
import { elementColumnNames, onsetColumnNames } from '../../predict/gnn/supply/supply-columns.ts';
import type { SupplyOnset } from '../../predict/gnn/supply/supply-onset.ts';
import type { SupplyStress } from '../../predict/gnn/supply/supply-stress.ts';
import type { LabelledTable, Table } from '../baselines/case-table.ts';
import { columnNames, features } from '../baselines/features.ts';
import type { StockOutSample } from './stock-out-sample.ts';

const generalColumns = columnNames(true);

/** General columns with their means over neighbours, then the element's, then the onset's. */
export const supplyColumns: readonly string[] = [
  ...generalColumns,
  ...elementColumnNames,
  ...onsetColumnNames,
];

/** A row for each element. */
export function supplyFeatures(network: SupplyStress, onset: SupplyOnset): Table {
  const parts = [
    { from: features(network, onset, true), width: generalColumns.length },
    { from: network.columns, width: elementColumnNames.length },
    { from: onset.columns, width: onsetColumnNames.length },
  ];
  const width = supplyColumns.length;
  const values = new Float32Array(network.elementCount * width);
  for (let n = 0; n < network.elementCount; n++) {
    let to = n * width;
    for (const { from, width: own } of parts) {
      values.set(from.subarray(n * own, (n + 1) * own), to);
      to += own;
    }
  }
  return { columns: supplyColumns, rows: network.elementCount, values };
}

/** A row for each element that may still stock out, by sample and onset. */
export function supplyCaseTable(samples: readonly StockOutSample[]): LabelledTable {
  const width = supplyColumns.length;
  const open = ({ outcomes }: StockOutSample) =>
    outcomes.reduce((sum, outcome) => sum + outcome.filter((step) => step !== 0).length, 0);
  const rows = samples.reduce((sum, sample) => sum + open(sample), 0);
  const values = new Float32Array(rows * width);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const { network, onsets, outcomes } of samples) {
    for (const [i, onset] of onsets.entries()) {
      const table = supplyFeatures(network, onset);
      for (const [n, step] of (outcomes[i] ?? new Int16Array(0)).entries()) {
        if (step === 0) continue;
        values.set(table.values.subarray(n * width, (n + 1) * width), row * width);
        labels[row++] = step > 0 ? 1 : 0;
      }
    }
  }
  return { columns: supplyColumns, rows, values, labels };
}
