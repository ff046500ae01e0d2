/** What one query did so far: bounds the relationships it may follow, and is what `explain` shows. */
import { LinchpinError } from '../model/errors.ts';

/** The most relationships that one query may follow: some seconds' work. */
export const maxFollowed = 30_000_000;

/** How the records that a query looks at were found. */
export type IndexName = 'ids' | 'models' | 'ends' | 'related' | 'within' | 'order' | 'scan';

/** The work of one query. */
export class Work {
  index: IndexName = 'scan';
  /** Records that were looked at. */
  examined = 0;
  /** Relationships that were followed. */
  followed = 0;

  /** Counts relationships before they are followed; `LIMIT_EXCEEDED` when they are too many. */
  follow(relationships: number): void {
    this.followed += relationships;
    if (this.followed > maxFollowed) throw tooCostly();
  }
}

function tooCostly(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'query',
    message: `the query follows more than ${maxFollowed} relationships`,
    action: 'ask for fewer hops, fewer names (along) or fewer twins (model, within)',
  });
}
