/** Forgets the oldest of what is kept for a time, in small transactions beside the writes. */
import type { Retention } from '../live/retention.ts';
import type { Connection } from './connection.ts';
import { readHead } from './seen.ts';

/** How many nodes one transaction deletes. */
const atOnce = 1_000;

const deleteCommits = `MATCH (node:LinchpinCommit) WHERE node.revision <= $last
  WITH node ORDER BY node.revision LIMIT $atOnce DELETE node RETURN count(*) AS count`;

const deleteNumbered = (label: string) => `MATCH (node:${label}) WHERE node.number <= $last
  WITH node ORDER BY node.number LIMIT $atOnce DELETE node RETURN count(*) AS count`;

const deletions: Readonly<Record<keyof Retention, string>> = {
  commits: deleteCommits,
  operations: deleteNumbered('LinchpinOperation'),
  messages: deleteNumbered('LinchpinMessage'),
  rejections: deleteNumbered('LinchpinRejection'),
};

/** Deletes what is older than the retention. */
export async function forgetOldest(connection: Connection, retention: Retention): Promise<void> {
  const head = await readHead(connection.run.bind(connection));
  const newest = { ...head, commits: head.revision };
  for (const [kind, text] of Object.entries(deletions) as [keyof Retention, string][]) {
    const last = BigInt(newest[kind] - retention[kind]);
    let count = last > 0n ? atOnce : 0;
    while (count === atOnce) {
      const parameters = { last, atOnce: BigInt(atOnce) };
      const [row] = await connection.run<{ count: bigint }>(text, parameters);
      count = Number(row?.count ?? 0);
    }
  }
}
