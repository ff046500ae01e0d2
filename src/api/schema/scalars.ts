/** The scalars beside GraphQL's own. */
import { GraphQLError, Kind, valueFromASTUntyped } from 'graphql';
import { durationSeconds, isoDuration } from '../../model/duration.ts';
import { isoMilliseconds, momentOf } from '../../model/iso-time.ts';
import { builder } from '../builder.ts';
import { jsonInput, jsonLiteral } from '../json-input.ts';

builder.scalarType('JSON', {
  description: 'Any JSON value: a property of a twin, or a whole DTDL document.',
  parseValue: jsonInput,
  parseLiteral: (node) => jsonLiteral(node, {}),
  serialize: (value) => value,
});

builder.scalarType('DateTime', {
  description:
    'A moment, as ISO 8601 in UTC (`2026-03-01T12:00:00.000Z`). As input, any ISO 8601 time with a zone, or epoch milliseconds.',
  parseValue: epochMilliseconds,
  parseLiteral: (node) =>
    epochMilliseconds(node.kind === Kind.INT ? Number(node.value) : valueFromASTUntyped(node)),
  serialize: (time: unknown) =>
    new Date(typeof time === 'string' ? momentOf(time) : Number(time)).toISOString(),
});

builder.scalarType('Duration', {
  description:
    'A length of time in ISO 8601: weeks, days, hours, minutes, seconds (`P30D`, `PT1H30M`). As input, also a number of seconds.',
  parseValue: (value) => (Number.isFinite(value) ? (value as number) : durationSeconds(value)),
  serialize: isoDuration,
});

builder.scalarType('Revision', {
  description: 'The number of a commit: a whole number that grows by commit, up to 2^53 - 1.',
  parseValue: revision,
  serialize: (value) => value,
});

function epochMilliseconds(value: unknown): number {
  const time = typeof value === 'string' ? isoMilliseconds(value) : value;
  if (typeof time === 'number' && Math.abs(time) <= 8.64e15) return time;
  throw new GraphQLError(
    `${JSON.stringify(value)} is not a moment; expected ISO 8601 with a zone, such as 2026-03-01T12:00:00Z, or epoch milliseconds`,
  );
}

function revision(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new GraphQLError(`${JSON.stringify(value)} is not a revision; expected 0, 1, 2, …`);
}
