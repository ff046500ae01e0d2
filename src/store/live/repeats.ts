/**
 * What came before: a message id has effect once for each twin and path, however often its message
 * is delivered and whatever was written in between, and an operation id once for its changes.
 */
import { createHash } from 'node:crypto';
import type { Change } from '../../model/change.ts';
import { noChanges } from '../../model/changeset.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { CommitResult } from '../twin-store.ts';
import { digestOf } from './digest.ts';
import type { OperationRecord } from './journal.ts';

/** The key of each change's message: a digest of message id, twin and path; most have none. */
export function messageKeys(changes: readonly Change[]): readonly (string | undefined)[] {
  return changes.map((change) => {
    if (!('observe' in change)) return undefined;
    const { messageId, twin, path } = change.observe;
    return messageId === undefined ? undefined : digestOf(messageId, twin, path);
  });
}

/** What is left of changes when repeats are taken out. */
export interface NewChanges {
  readonly changes: readonly Change[];
  /** The position each of `changes` had in what was given. */
  readonly positions: readonly number[];
  /** The keys to remember: those of readings that were not refused, so that a retry can succeed. */
  accepted(rejected: readonly Problem[]): readonly string[];
}

/** The changes without readings whose message was seen before, here or in an earlier commit. */
export function newChanges(
  given: readonly Change[],
  keys: readonly (string | undefined)[],
  hadEffect: (key: string) => boolean,
): NewChanges {
  const here = new Map<string, number>();
  const changes: Change[] = [];
  const positions: number[] = [];
  given.forEach((change, position) => {
    const key = keys[position];
    if (key !== undefined) {
      if (here.has(key) || hadEffect(key)) return;
      here.set(key, position);
    }
    changes.push(change);
    positions.push(position);
  });
  return {
    changes,
    positions,
    accepted(rejected) {
      const refused = new Set(rejected.map(({ index }) => index));
      return [...here].flatMap(([key, position]) => (refused.has(position) ? [] : [key]));
    },
  };
}

/** An operation by the id its sender gave it, and the hash of its changes or of its plan's identity. */
export interface Operation {
  readonly id: string;
  readonly changes: string;
}

/** The operation of a commit; `identity` is its changes, or what its plan says. */
export function operationOf(id: string, identity: Json): Operation {
  const text = canonicalJson(identity);
  return { id, changes: createHash('sha256').update(text).digest('base64url') };
}

/**
 * The result of an operation that was committed before, undefined when it is new. `CONFLICT` when
 * its id was used for other changes: answering those as done would lose these.
 */
export function repeatedResult(
  before: OperationRecord | undefined,
  operation: Operation,
): CommitResult | undefined {
  if (before === undefined) return undefined;
  const { revision, rejected, changes = operation.changes } = before;
  if (changes === operation.changes) {
    return { revision, rejected, changeset: noChanges, repeated: true };
  }
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'operationId',
    message: `the operation id ${operation.id.slice(0, 256)} was used for other changes`,
    expected: 'the same changes again, or an id that is new',
    action: 'use a new id for new changes',
  });
}
