/**
 * Links of flow networks as rows with labels, on the same features that the network sees: what
 * logistic regression and boosted trees are fitted to (`../baselines`).
 */
import { multiplySparse } from '../../../gnn/model/sparse.ts';
import type { FlowFeatures } from '../../predict/flow/features.ts';
import { flowColumns } from '../../predict/flow/link-columns.ts';
import { relationNames } from '../../predict/flow/relations.ts';
import type { LabelledTable, Table } from '../baselines/case-table.ts';

/** Features of a network, and 1 for its links over capacity. */
export interface LabelledLinks {
  readonly features: FlowFeatures;
  /** `[links]` */
  readonly saturated: ArrayLike<number>;
}

/** A link's own columns, and with `neighbours` their means over each kind of neighbour as well. */
export function linkColumnNames(neighbours: boolean): readonly string[] {
  if (!neighbours) return flowColumns;
  const means = relationNames.flatMap((kind) => flowColumns.map((name) => `${name}, ${kind}`));
  return [...flowColumns, ...means];
}

/** A row for each link of a network. */
export function linkRows({ links, relations }: FlowFeatures, neighbours: boolean): Table {
  const columns = linkColumnNames(neighbours);
  const rows = links.rows;
  if (!neighbours) return { columns, rows, values: links.values };
  const values = new Float32Array(rows * columns.length);
  const width = links.columns;
  const place = (from: Float32Array, start: number) => {
    for (let row = 0; row < rows; row++) {
      values.set(from.subarray(row * width, (row + 1) * width), row * columns.length + start);
    }
  };
  place(links.values, 0);
  const means = new Float32Array(rows * width);
  for (const [kind, relation] of relations.entries()) {
    multiplySparse({ ...relation, dense: links.values, width }, means);
    place(means, (kind + 1) * width);
  }
  return { columns, rows, values };
}

/** The rows of many networks under each other. */
export function linkTable(samples: readonly LabelledLinks[], neighbours: boolean): LabelledTable {
  const columns = linkColumnNames(neighbours);
  const rows = samples.reduce((sum, { saturated }) => sum + saturated.length, 0);
  const values = new Float32Array(rows * columns.length);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const { features, saturated } of samples) {
    values.set(linkRows(features, neighbours).values, row * columns.length);
    labels.set(saturated, row);
    row += saturated.length;
  }
  return { columns, rows, values, labels };
}
