/** Finds the node of a twin that a query names. */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';

/** The node of a twin; `NOT_FOUND` at `where` when there is none. */
export function nodeOf(graph: TwinGraph, id: string, where: string): number {
  const node = graph.indexOf(id);
  if (node !== -1) return node;
  throw new LinchpinError({ code: 'NOT_FOUND', where, message: `there is no twin ${id}` });
}
