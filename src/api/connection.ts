/** Paging between Relay's arguments and the query tree's pages. Called by every list field. */
import { LinchpinError } from '../model/errors.ts';
import type { Page, PageRequest } from '../query/query.ts';
import { defaultPage, limitExceeded, maxPage } from './limits.ts';

/** Relay's four arguments, as GraphQL hands them over. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A page in the shape that Relay asks for. */
export interface Connection<T> {
  edges: Edge<T>[];
  pageInfo: PageInfo;
}

/** An item of a page; its cursor is made when it is read. */
class Edge<T> {
  readonly node: T;
  readonly #page: Page<unknown>;
  readonly #index: number;

  constructor(page: Page<unknown>, index: number, node: T) {
    this.#page = page;
    this.#index = index;
    this.node = node;
  }

  get cursor(): string {
    return this.#page.cursors[this.#index] ?? '';
  }
}

/** Where a page stands, likewise. */
class PageInfo {
  readonly #page: Page<unknown>;

  constructor(page: Page<unknown>) {
    this.#page = page;
  }

  get hasNextPage(): boolean {
    return this.#page.hasNextPage;
  }

  get hasPreviousPage(): boolean {
    return this.#page.hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#page.cursors[0] ?? null;
  }

  get endCursor(): string | null {
    return this.#page.cursors.at(-1) ?? null;
  }
}

/** The page that was asked for; `BAD_USER_INPUT` or `LIMIT_EXCEEDED` when it cannot be. */
export function pageRequest({ first, after, last, before }: PageArguments): PageRequest {
  if (first != null && last != null) {
    throw badPage('last', 'first and last are both given', 'one of them');
  }
  const size =
    last == null ? { first: pageSize('first', first) } : { last: pageSize('last', last) };
  return { ...size, ...(after != null && { after }), ...(before != null && { before }) };
}

/** A page as Relay wants it, each item made into the field's node. */
export function connection<T, Node>(page: Page<T>, nodeOf: (item: T) => Node): Connection<Node> {
  return {
    edges: page.items.map((item, index) => new Edge(page, index, nodeOf(item))),
    pageInfo: new PageInfo(page),
  };
}

/** The number of items of a page, 0 … 1,000. */
export function pageSize(name: string, size: number | null | undefined): number {
  if (size == null) return defaultPage;
  if (size < 0) throw badPage(name, `${size} is not a page size`, `0 to ${maxPage}`);
  if (size <= maxPage) return size;
  const message = `a page has at most ${maxPage} items, this asks for ${size}`;
  throw limitExceeded(name, message, 'ask for a smaller page and go on with its endCursor');
}

function badPage(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
