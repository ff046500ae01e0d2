/** The filter by model and properties that lists of twins share. Used by `schema/` and `asked-ground.ts`. */
import type { WhereInput } from './filter-input.ts';
import { predicateOf } from './where.ts';

export interface TwinFilterArguments {
  readonly model?: string | null | undefined;
  readonly exact?: boolean | null | undefined;
  readonly where?: WhereInput | null | undefined;
}

export function twinFilter({ model, exact, where }: TwinFilterArguments) {
  return {
    ...(model != null && { models: [model] }),
    ...(exact === true && { exact }),
    ...(where != null && { where: predicateOf(where) }),
  };
}
