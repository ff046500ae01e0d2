/** Pages of kept rejections, newest first. */
import { keyOrdering } from '../../query/page/order.ts';
import { mapPage, pageOf } from '../../query/page/page.ts';
import type { Page } from '../../query/query.ts';
import type { Rejection, RejectionFilter } from '../twin-store.ts';
import type { RecentLog } from './recent.ts';

interface Numbered {
  readonly number: number;
  readonly rejection: Rejection;
}

const newestFirst = keyOrdering<Numbered>('rejections', ({ number }) => -number);

/** The page that a filter asks for. */
export function rejectionPage(log: RecentLog<Rejection>, filter: RejectionFilter): Page<Rejection> {
  const page = pageOf(matching(log, filter), newestFirst, filter, { ordered: true });
  return mapPage(page, ({ rejection }) => rejection);
}

function* matching(log: RecentLog<Rejection>, filter: RejectionFilter): Iterable<Numbered> {
  const { code, source } = filter;
  for (const [number, rejection] of log.table.range({ reverse: true })) {
    if (code !== undefined && rejection.problem.code !== code) continue;
    if (source !== undefined && !rejection.source.startsWith(source)) continue;
    yield { number: Number(number), rejection };
  }
}
