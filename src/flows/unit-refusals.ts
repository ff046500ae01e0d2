/** Why a number does not get to another unit, and what to do about it. Used by `unit-change.ts`. */
import type { Problem } from '../model/errors.ts';

/** A problem without its twin. */
export type UnitRefusal = Omit<Problem, 'where'>;

/** A property of the old model, one of the new, and their units. */
interface Units {
  readonly from: string;
  readonly to: string;
  /** DTMI of the new model. */
  readonly model: string;
  readonly old: string | undefined;
  readonly next: string | undefined;
}

/** The refusals by their reason. */
export const unitRefusals = {
  /** One of both has no unit. */
  oneUnit: ({ from, to, model, old, next }: Units): UnitRefusal =>
    refused(
      `${from} is in ${old ?? 'no unit'} until now, and ${to} of ${model} is in ${next ?? 'no unit'}`,
      'a unit on both sides, or on none',
      `${otherwise(from, to)}, or name ${to} under relabel if its numbers are right as they are`,
    ),
  /** Both have one, of different quantities. */
  otherQuantity: ({ from, to, model, old, next }: Units): UnitRefusal =>
    refused(
      `${from} is in ${old} until now, and ${to} of ${model} is in ${next}, which is not comparable`,
      'units of the same quantity',
      `${otherwise(from, to)}, or name ${to} under relabel if its numbers are right as they are`,
    ),
  /** What it comes to is no value of the new schema. */
  unfit: (message: string, expected: string, { from, to }: Units): UnitRefusal =>
    refused(message, expected, otherwise(from, to)),
  /** It would lose some of its digits. */
  tooLong: (said: string, { from, to, next }: Units): UnitRefusal =>
    refused(
      `${said} does not convert to ${next} exactly`,
      'at most 15 digits',
      otherwise(from, to),
    ),
};

function otherwise(from: string, to: string): string {
  return `name ${from} under remove, and a value of ${to} under set if it is to have one`;
}

function refused(message: string, expected: string, action: string): UnitRefusal {
  return { code: 'VALIDATION_FAILED', message, expected, action };
}
