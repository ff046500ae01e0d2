/** Arguments that questions above single runs share: how long, how often, and how many come back. */
import type { ArgBuilder } from '@pothos/core';
import { z } from 'zod';
import type { Types } from '../builder.ts';
import { pageSize } from '../connection.ts';
import { defaultPage, maxPage } from '../limits.ts';
import type { In } from './twin-fields.ts';

/** How a graph is run: what a scenario says itself is what holds where nothing is given. */
export const runArguments = (arg: ArgBuilder<Types>) => ({
  horizon: arg({
    type: 'Duration',
    description: 'How long to look ahead; that of the scenario, else 30 days.',
    validate: z.number().positive().nullish(),
  }),
  replications: arg.int({
    description: 'How many seeds are run where anything is random: 2 to 1000, 10 by default.',
    validate: z.int().min(2).max(1000).nullish(),
  }),
});

interface RunSetting {
  readonly horizon?: number | null | undefined;
  readonly replications?: number | null | undefined;
}

/** The same as a request has them. */
export function runSettingOf({ horizon, replications }: RunSetting) {
  return {
    ...(horizon != null && { horizonSeconds: horizon }),
    ...(replications != null && { replications }),
  };
}

/** The cost and the argument of a ranking that is cut off. */
export const ranking = {
  complexity: ({ first }: { readonly first?: number | null | undefined }) => ({
    field: 1,
    multiplier: first ?? defaultPage,
  }),
  args: (arg: ArgBuilder<Types>) => ({
    first: arg.int({
      description: `At most this many: 0 to ${maxPage}, ${defaultPage} by default.`,
    }),
  }),
};

/** The first of a ranking, each with its graph. */
export function firstOf<T>(
  graph: In<T>['graph'],
  items: readonly T[],
  first: number | null | undefined,
): In<T>[] {
  return items.slice(0, pageSize('first', first)).map((item) => ({ graph, item }));
}
