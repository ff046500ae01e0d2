/** How long to look ahead, as `runWhatIf` and the mutations of scenarios take it. */
import { z } from 'zod';
import { LinchpinError } from '../../model/errors.ts';
import type { Fields } from './change-inputs.ts';

/** The two ways to give a horizon. */
export const horizonFields = (t: Fields) => ({
  horizon: t.field({
    type: 'Duration',
    description: 'How long to look ahead, as an ISO 8601 duration (`P30D`, the default).',
  }),
  horizonSeconds: t.float({
    description: 'The same in seconds.',
    validate: z.number().positive().nullish(),
  }),
});

export interface Horizon {
  readonly horizon?: number | null | undefined;
  readonly horizonSeconds?: number | null | undefined;
}

/** The one that was given; `BAD_USER_INPUT` for both. */
export function horizonOf({ horizon, horizonSeconds }: Horizon): { horizonSeconds?: number } {
  if (horizon != null && horizonSeconds != null) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: 'input.horizon',
      message: 'the horizon is given twice',
      expected: 'horizon or horizonSeconds',
    });
  }
  const seconds = horizon ?? horizonSeconds;
  return seconds == null ? {} : { horizonSeconds: seconds };
}
