/** Batches of an import as NDJSON documents for a running service. Used by `linchpin import --url`. */
import type { LoadTarget } from '../flows/load-target.ts';
import { adtLine } from '../interchange/adt/ndjson-writer.ts';
import type { PlacedChange } from '../interchange/document.ts';
import type { Problem } from '../model/errors.ts';
import type { ImportService } from './import-service.ts';
import { inRequest, requestBytes, tooLarge } from './import-sizes.ts';

/** A target that also tells how a record is written. */
export interface PartTarget extends LoadTarget {
  lineOf(record: PlacedChange): string;
}

const partName = 'part.ndjson';

/**
 * Sends each batch as one document; problems come back with the places in the files. A record that
 * no request can hold, which comes as a batch of its own, is refused here.
 */
export function partTarget(service: ImportService): PartTarget {
  const lines = new WeakMap<PlacedChange, string>();
  const lineOf = (record: PlacedChange) => {
    const line = lines.get(record) ?? adtLine(record.change);
    lines.set(record, line);
    return line;
  };
  return {
    lineOf,
    async take(batch) {
      const [only, ...more] = batch;
      const size = only !== undefined && more.length === 0 ? inRequest(lineOf(only)) : 0;
      if (only !== undefined && size > requestBytes) {
        return { taken: 0, unchanged: 0, replaced: 0, rejected: [tooLarge(only.where, size)] };
      }
      const bytes = Buffer.from(batch.map(lineOf).join(''));
      const imported = await service.send([{ name: partName, bytes }]);
      const { twins, relationships, unchanged, replaced, rejected } = imported;
      const places = rejected.map((problem) => inFile(problem, batch));
      return { taken: twins + relationships, unchanged, replaced, rejected: places };
    },
    refuse() {},
    problems: () => [],
  };
}

function inFile(problem: Problem, batch: readonly PlacedChange[]): Problem {
  const line = problem.where.startsWith(`${partName}:`) ? problem.where.split(':')[1] : undefined;
  const record = batch[Number(line) - 1];
  return record === undefined ? problem : { ...problem, where: record.where };
}
