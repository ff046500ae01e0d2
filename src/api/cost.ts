/** What a field costs: objects that may have to be loaded. Read by the builder and the typed schema. */
import { type GraphQLField, getNamedType, isLeafType } from 'graphql';
import type { RequestContext } from './context.ts';
import { defaultPage, maxPage } from './limits.ts';

/** Costs nothing itself, and its items count once: a value, or a wrapper of a Relay connection. */
export const free = { complexity: { field: 0, multiplier: 1 } };

/** One for each object that is loaded: a page costs as many as it may hold, a plain value nothing. */
export function cost(
  args: Record<string, unknown>,
  _context: RequestContext,
  field: GraphQLField<unknown, RequestContext, Record<string, unknown>>,
): { field: number; multiplier: number } {
  if (isLeafType(getNamedType(field.type))) return { field: 0, multiplier: 1 };
  if (!field.args.some(({ name }) => name === 'first')) return { field: 1, multiplier: 1 };
  return pageCost(args, maxPage);
}

/** The cost of a page that never has more than `most` items. */
export function pageCost(args: Record<string, unknown>, most: number) {
  const size = Number(args.first ?? args.last ?? defaultPage);
  return { field: 1, multiplier: Math.min(Math.max(size, 0), most, maxPage) };
}
