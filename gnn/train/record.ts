/**
 * What a folder of weights was measured at: `record.json` beside them, from which the model card is
 * printed. Made by `npm run train -- --record`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateDcCascade } from '../../src/evaluate/dc-cascade/evaluate.ts';
import type { Evaluation } from '../../src/evaluate/evaluation.ts';
import { evaluateMotterLai } from '../../src/evaluate/motter-lai/evaluate.ts';
import { shippedContest } from '../../src/evaluate/shipped.ts';
import { readEnsemble } from '../../src/predict/gnn/read-ensemble.ts';
import { type ContenderTable, contenderTable } from './evaluate.ts';

export interface MeasuredRecord {
  /** SHA-256 of the weights that were measured. */
  readonly weights: string;
  /** Graphs of dependencies that were generated, none of them trained on. */
  readonly dependency: Readonly<Record<'test' | 'large', ContenderTable>>;
  /** Real grids, which nothing was tuned on. */
  readonly judged: readonly Evaluation[];
}

export const recordFile = 'record.json';

const largeGraphs = 15;

/** The public grids, under the folder of public data. */
const grids = ['cascade/es_98.json'];
const cases = [30, 57, 118, 300].map((buses) => `power/pglib_opf_case${buses}_ieee.m`);

/** Measures the weights of a folder, with public data in another, and keeps the record there. */
export async function measureWeights(
  folder: string,
  data: string,
  tell: (text: string) => void,
): Promise<MeasuredRecord> {
  const read = await readEnsemble(folder);
  const graphs = read.checkpoint.training.data.test?.dependency?.graphs ?? largeGraphs;
  tell('generated graphs');
  const dependency = {
    test: contenderTable(read, 'test', graphs),
    large: contenderTable(read, 'large', largeGraphs),
  };
  const judged: Evaluation[] = [];
  for (const grid of grids) {
    tell(grid);
    judged.push(
      await evaluateMotterLai(join(data, grid), await shippedContest('motter-lai', folder)),
    );
  }
  for (const file of cases) {
    tell(file);
    judged.push(
      await evaluateDcCascade(join(data, file), await shippedContest('dc-cascade', folder)),
    );
  }
  const record = { weights: read.checkpoint.weights.sha256, dependency, judged };
  writeFileSync(join(folder, recordFile), `${JSON.stringify(record, undefined, 1)}\n`);
  return record;
}

/** The record of a folder. */
export function readRecord(folder: string): MeasuredRecord {
  return JSON.parse(readFileSync(join(folder, recordFile), 'utf8')) as MeasuredRecord;
}
