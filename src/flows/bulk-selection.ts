/** What a bulk edit is, and the twins it is about, found in one snapshot. Used by `editTwins`. */
import type { Change } from '../model/change.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { graphQueries } from '../query/graph-queries.ts';
import type { TwinFilter } from '../query/query.ts';
import { withSubtypes } from '../store/checked/subtypes.ts';

/** Which twins are edited, and how. */
export interface BulkEdit {
  readonly filter: TwinFilter;
  /** What happens to a twin; no changes leave it as it is. */
  readonly changesOf: (twin: Twin) => readonly Change[];
  /** Whether the changes rest on all properties of the twin, beside those of the filter. */
  readonly isWhole?: boolean;
}

/** The most twins that one edit may change: they are one commit. */
export const maxEdited = 100_000;

const pageSize = 10_000;

/** The twins by id; `LIMIT_EXCEEDED` when there are more than `maxEdited`. */
export async function twinsThatFit(
  graph: TwinGraph,
  catalogue: Catalogue,
  filter: TwinFilter,
): Promise<readonly Twin[]> {
  const queries = withSubtypes(
    graphQueries(() => graph),
    () => catalogue,
  );
  const [row] = await queries.aggregate({ ...filter, measures: [{ function: 'count' }] });
  const count = row?.values[0] ?? 0;
  if (count > maxEdited) throw tooMany(count);
  const twins: Twin[] = [];
  for (let after: string | undefined; ; ) {
    const page = await queries.find({
      ...filter,
      first: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const twin of page.items) twins.push(twin);
    after = page.cursors.at(-1);
    if (!page.hasNextPage) return twins;
  }
}

function tooMany(count: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'where',
    message: `the filter finds ${count} twins, and all are changed at once or none`,
    expected: `at most ${maxEdited}`,
    action: 'narrow the filter, and edit part after part',
  });
}
