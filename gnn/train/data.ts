/** The samples of a plan, by split and kind. Called by training; read by calibration and records. */
import type { DataRecord } from '../model/checkpoint.ts';
import { dataHash, generate, graphsHash, type Split } from './generate.ts';
import { lineExamples, motterLaiExamples, overloadHash } from './overload-examples.ts';
import type { GraphCounts } from './plan.ts';
import { type DependencySample, dependencySamples, overloadSample, type Sample } from './sample.ts';

export interface Data {
  readonly dependency: readonly DependencySample[];
  readonly overload: Readonly<Record<'motterLai' | 'lines', readonly Sample[]>>;
  /** How many graphs, and hashes of what they are, by kind. */
  readonly record: Readonly<Record<keyof GraphCounts, DataRecord>>;
}

export function dataOf(split: Split, counts: GraphCounts): Data {
  const examples = [...generate(split, counts.dependency)];
  const nodes = [...motterLaiExamples(split, counts.motterLai)];
  const lines = [...lineExamples(split, counts.lines)];
  return {
    dependency: [...dependencySamples(examples)],
    overload: { motterLai: nodes.map(overloadSample), lines: lines.map(overloadSample) },
    record: {
      dependency: {
        graphs: counts.dependency,
        graphsSha256: graphsHash(examples),
        sha256: dataHash(examples),
      },
      motterLai: { graphs: counts.motterLai, sha256: overloadHash(nodes) },
      lines: { graphs: counts.lines, sha256: overloadHash(lines) },
    },
  };
}
