/** The log of commits as nodes: the text of a record, deflated when it is long, and back. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CommitRecord } from '../../model/commit-record.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { Connection } from './connection.ts';

/** A text as a property: itself, or the bytes it deflates to. */
export type Body = string | Int8Array;

/** Longer texts are deflated; shorter ones a planner can read. */
const longestPlain = 2_000;

/** What a node keeps of a text. */
export function bodyOf(text: string): Body {
  if (text.length <= longestPlain) return text;
  const bytes = deflateRawSync(text, { level: 1 });
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The record of a body; `DATA_DAMAGED` when it is not what was written. */
function recordIn(body: Body): CommitRecord {
  try {
    const text = typeof body === 'string' ? body : inflateRawSync(Uint8Array.from(body)).toString();
    return JSON.parse(text) as CommitRecord;
  } catch (cause) {
    const message = 'a commit in the log is not what was written';
    throw new LinchpinError({ code: 'DATA_DAMAGED', where: 'LinchpinCommit', message }, { cause });
  }
}

/** How many commits one statement gathers, so that a long absence costs neither side its memory. */
const pageSize = 256;

/** An expression: the bodies of the commits after `$revision`, a page of them. */
export const bodiesAfter = `COLLECT {
  MATCH (commit:LinchpinCommit) WHERE commit.revision > $revision
  RETURN commit.body ORDER BY commit.revision LIMIT ${pageSize}
}`;

/** All commits after a revision up to another, in a transaction that keeps others from writing. */
export async function readTo(
  run: Connection['run'],
  after: number,
  last: number,
): Promise<readonly CommitRecord[]> {
  const commits: CommitRecord[] = [];
  for (let revision = after; revision < last; revision = commits.at(-1)?.revision ?? last) {
    const [row] = await run<Pick<LogRow, 'bodies'>>(`RETURN ${bodiesAfter} AS bodies`, {
      revision: BigInt(revision),
    });
    for (const commit of following(revision, row?.bodies ?? [], last)) commits.push(commit);
  }
  return commits;
}

/**
 * The commits after a revision up to the present one, of which the first are in `bodies`. Others may
 * write while they are read: what comes later, or after a gap, is left for the next time.
 * `NOT_FOUND` when the first is missing.
 */
export function following(
  after: number,
  bodies: readonly Body[],
  present: number,
): readonly CommitRecord[] {
  const records = bodies.map(recordIn).filter(({ revision }) => revision <= present);
  const gap = records.findIndex(({ revision }, index) => revision !== after + 1 + index);
  if (gap === 0 || (records.length === 0 && after < present)) throw forgotten(after);
  return gap === -1 ? records : records.slice(0, gap);
}

interface LogRow {
  readonly present: bigint;
  readonly bodies: readonly Body[];
}

/** The commits after a revision, at most `limit`; `NOT_FOUND` when they are no longer kept. */
export async function readLog(
  connection: Connection,
  after: number,
  limit: number,
): Promise<readonly CommitRecord[]> {
  if (limit === 0) return [];
  const [row] = await connection.run<LogRow>(
    `MATCH (head:LinchpinHead {name: 'head'})
     RETURN head.revision AS present, COLLECT {
       MATCH (commit:LinchpinCommit) WHERE commit.revision > $after
       RETURN commit.body ORDER BY commit.revision LIMIT $limit
     } AS bodies`,
    { after: BigInt(after), limit: BigInt(limit) },
  );
  return row === undefined ? [] : following(after, row.bodies, Number(row.present));
}

function forgotten(after: number): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'after',
    message: `the commits after revision ${after} are no longer kept`,
    action: 'read the present state and go on from its revision',
  });
}
