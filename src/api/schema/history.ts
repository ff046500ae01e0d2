/** `Twin.history`: the past values of one property, one by one or gathered into buckets. */

import { maxPoints } from '../../history/history.ts';
import type { Point } from '../../history/points.ts';
import { LinchpinError } from '../../model/errors.ts';
import { builder } from '../builder.ts';
import { pastReader } from '../history-units.ts';
import { checkPath, measuredAt, unit } from '../property-of.ts';
import { Twin } from './twin.ts';

const HistoryPoint = builder.objectRef<Point>('HistoryPoint').implement({
  description: 'A value of a property, or the values within a stretch of time.',
  fields: (t) => ({
    time: t.field({
      type: 'DateTime',
      description:
        'When the source observed the value, or it was committed where no source did; of a bucket, its beginning.',
      resolve: ({ time }) => time,
    }),
    last: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value, of a bucket the latest; null where the property was removed.',
      resolve: ({ last }) => last,
    }),
    avg: t.float({
      nullable: true,
      description: 'The plain average of its numbers, not weighted by time; null without numbers.',
      resolve: ({ avg }) => avg,
    }),
    min: t.float({
      nullable: true,
      description: 'The least of its numbers; null without numbers.',
      resolve: ({ min }) => min,
    }),
    max: t.float({
      nullable: true,
      description: 'The greatest of its numbers; null without numbers.',
      resolve: ({ max }) => max,
    }),
    count: t.int({ description: 'How many values it has.', resolve: ({ count }) => count }),
    revision: t.field({
      type: 'Revision',
      description: 'The commit that brought the value.',
      resolve: ({ revision }) => revision,
    }),
  }),
});

/** A history is read in one piece, and may be as long as a hundred pages of twins. */
const complexity = 100;

builder.objectField(Twin, 'history', (t) =>
  t.field({
    type: [HistoryPoint],
    description: `The values that one property had, oldest first, by the time of their source: each once, late ones in their place. Of a past graph, what was known then. At most ${maxPoints} points.`,
    complexity,
    args: {
      property: t.arg.string({
        required: true,
        description: 'Name or path: `thermostat/target`.',
      }),
      from: t.arg({ type: 'DateTime', description: 'The first moment that counts.' }),
      to: t.arg({ type: 'DateTime', description: 'The first moment that counts no longer.' }),
      every: t.arg({
        type: 'Duration',
        description:
          'Gathers the values into buckets of this length, which begin at `from`, or else at 1970-01-01T00:00Z. Empty ones are left out.',
      }),
      unit: t.arg.string({
        description: `${unit.description} Each is converted from the unit that its model said when it was committed; where that model is gone or said none, from that of the present one.`,
      }),
    },
    resolve: async ({ graph, twin }, { property, every, ...args }, { services, signal }) => {
      const owner = { model: twin.model, catalogue: services.store.catalogue() };
      checkPath(property, owner, 'property');
      checkRange(args.from, args.to, every);
      const range = {
        until: await graph.queries.revision(),
        ...(args.from != null && { from: args.from }),
        ...(args.to != null && { to: args.to }),
      };
      const content = args.unit == null ? undefined : measuredAt(property, owner);
      const read =
        content &&
        (await pastReader(services.history, {
          ...range,
          twin,
          content,
          catalogue: owner.catalogue,
          unit: args.unit as string,
        }));
      const points = await services.history.series({
        twin: twin.id,
        path: property,
        signal: signal(),
        ...range,
        ...(every != null && { every: every * 1000 }),
        ...(read && { read }),
      });
      return [...points];
    },
  }),
);

type Given = number | null | undefined;

function checkRange(from: Given, to: Given, every: Given): void {
  if (from != null && to != null && from > to) {
    throw refused('to', 'the end is before the beginning', 'a moment at or after `from`');
  }
  if (every != null && every < 0.001) {
    throw refused('every', 'a bucket has no length', 'a millisecond or more, such as PT1H');
  }
}

function refused(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
