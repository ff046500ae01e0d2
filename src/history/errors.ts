/** The refusals of questions about times that history does not reach. */
import { LinchpinError } from '../model/errors.ts';
import type { Timeline } from './timeline.ts';

/** What was asked for: a revision, or a time in epoch milliseconds. */
export type Asked = { readonly revision: number } | { readonly time: number };

/** There is no record of what was asked for; names the first moment after it that there is one of. */
export function noHistory({ checkpoints }: Timeline, asked: Asked): LinchpinError {
  const next = checkpoints.find(({ revision, time }) =>
    'revision' in asked ? revision > asked.revision : time > asked.time,
  );
  const since =
    next === undefined ? undefined : `revision ${next.revision} (${isoTime(next.time)})`;
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'asOf',
    message: `history does not reach back to ${worded(asked)}`,
    ...(since === undefined
      ? {}
      : { expected: `${since} or later`, action: 'ask for a later moment' }),
  });
}

/** What was asked for has not happened yet. */
export function notYet(asked: Asked, present: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'asOf',
    message: `${worded(asked)} has not come yet`,
    expected: `${present} or earlier`,
    action: 'ask for a moment that has passed',
  });
}

/** A time as people read it. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

function worded(asked: Asked): string {
  return 'revision' in asked ? `revision ${asked.revision}` : isoTime(asked.time);
}
