/** Pages of kept rejections, newest first: Neo4j reads the page, and a record on either side of it. */
import { decodeCursor } from '../../query/page/cursor.ts';
import { keyOrdering } from '../../query/page/order.ts';
import { defaultPageSize, mapPage, pageOf } from '../../query/page/page.ts';
import type { Page } from '../../query/query.ts';
import type { Rejection, RejectionFilter } from '../twin-store.ts';
import type { Connection } from './connection.ts';

interface Numbered {
  readonly number: number;
  readonly rejection: Rejection;
}

const newestFirst = keyOrdering<Numbered>('rejections', ({ number }) => -number);

const matching = `rejection.source STARTS WITH $source AND ($code IS NULL OR rejection.code = $code)`;

const part = (condition: string, order: 'ASC' | 'DESC', limit: string) => `
  COLLECT {
    MATCH (rejection:LinchpinRejection) WHERE ${condition} AND ${matching}
    RETURN [rejection.number, rejection.body] ORDER BY rejection.number ${order} LIMIT ${limit}
  }`;

const between = 'rejection.number < $newer AND rejection.number > $older';

/** The two ways through the same records: from the newest, and from the oldest. */
const statements = {
  forwards: statement('DESC'),
  backwards: statement('ASC'),
};

function statement(order: 'ASC' | 'DESC'): string {
  return `RETURN ${part('rejection.number >= $newer', 'ASC', '1')}
    + ${part(between, order, '$limit')}
    + ${part('rejection.number <= $older', 'DESC', '1')} AS rows`;
}

/** The page that a filter asks for. */
export async function readRejections(
  connection: Connection,
  filter: RejectionFilter,
): Promise<Page<Rejection>> {
  pageOf([], newestFirst, filter); // refuses bad sizes and cursors
  const { first, last, code = null, source = '' } = filter;
  const size = first ?? last ?? defaultPageSize;
  const [row] = await connection.run<{ rows: [number: bigint, body: string][] }>(
    last === undefined ? statements.forwards : statements.backwards,
    {
      code,
      source,
      newer: numberAt(filter, 'after') ?? BigInt(Number.MAX_SAFE_INTEGER),
      older: numberAt(filter, 'before') ?? 0n,
      limit: BigInt(size + 1),
    },
  );
  const found = (row?.rows ?? []).map(
    ([number, body]): Numbered => ({
      number: Number(number),
      rejection: JSON.parse(body),
    }),
  );
  const page = pageOf(found, newestFirst, filter);
  return mapPage(page, ({ rejection }) => rejection);
}

/** The number a cursor stands at; `BAD_USER_INPUT` when it is not a cursor of rejections. */
function numberAt(filter: RejectionFilter, side: 'after' | 'before'): bigint | undefined {
  const cursor = filter[side];
  if (cursor === undefined) return undefined;
  const [position] = decodeCursor(newestFirst, cursor, side);
  return Number.isSafeInteger(position) ? BigInt(-Number(position)) : 0n;
}
