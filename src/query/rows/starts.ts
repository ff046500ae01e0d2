/**
 * Where the search for a twin can start: its ids, the nodes of its models, or all nodes. Also says
 * how many those are, so that a plan begins at the fewest. Conditions are read for themselves here:
 * unlike the predicates of `candidates.ts` they compare anything with anything, in three values.
 */
import type { Json } from '../../model/json.ts';
import { allNodes, nodesOfIds, nodesOfModels } from '../candidates.ts';
import type { IndexName } from '../work.ts';
import type { RowReader } from './row.ts';
import type { Condition, Operand, RowsQuery } from './rows-query.ts';

/** The nodes that a twin of the query can be; each still has to pass its conditions. */
export interface Start {
  readonly index: IndexName;
  readonly count: number;
  nodes(): Iterable<number>;
}

/** The narrowest start of a twin. `conditions` all have to hold. */
export function startOf(
  twin: string,
  query: RowsQuery,
  conditions: readonly Condition[],
  reader: RowReader,
): Start {
  const { graph } = reader;
  const ids = required(conditions, (operand) => isIdOf(twin, operand, query));
  if (ids !== undefined) {
    const nodes = [...nodesOfIds(graph, ids)];
    return { index: 'ids', count: nodes.length, nodes: () => nodes };
  }
  const models = modelsOf(twin, conditions, reader);
  if (models === undefined) {
    return { index: 'scan', count: graph.size.twins, nodes: () => allNodes(graph) };
  }
  let count = 0;
  for (const _ of nodesOfModels(graph, models)) count++;
  return { index: 'models', count, nodes: () => nodesOfModels(graph, models) };
}

/** The models that all conditions on a twin's model leave; undefined when there is none. */
function modelsOf(
  twin: string,
  conditions: readonly Condition[],
  reader: RowReader,
): ReadonlySet<string> | undefined {
  const isModel = (operand: Operand) =>
    operand.kind === 'property' && operand.of === twin && operand.path === '$model';
  const exact = required(conditions, isModel);
  let models = exact && new Set(exact.filter((model) => typeof model === 'string'));
  for (const condition of conditions) {
    if (condition.kind !== 'model' || condition.of !== twin) continue;
    const these = reader.modelsOf(condition.model, condition.exact);
    models = new Set([...(models ?? these)].filter((model) => these.has(model)));
  }
  return models;
}

/** Whether an operand is the id of a twin, read from itself or from the end of a relationship. */
function isIdOf(twin: string, operand: Operand, { links }: RowsQuery): boolean {
  if (operand.kind !== 'property') return false;
  const { of, path } = operand;
  if (of === twin) return path === '$id';
  const link = links.find(({ relationship }) => relationship === of);
  if (link === undefined || link.direction === 'both') return false;
  const [source, target] = link.direction === 'out' ? [link.from, link.to] : [link.to, link.from];
  return (path === '$source' && source === twin) || (path === '$target' && target === twin);
}

/** The only values that an operand can have where all conditions hold; undefined: any. */
function required(
  conditions: readonly Condition[],
  isWanted: (operand: Operand) => boolean,
): readonly Json[] | undefined {
  for (const condition of conditions) {
    const values = valuesOf(condition, isWanted);
    if (values !== undefined) return values;
  }
  return undefined;
}

function valuesOf(
  condition: Condition,
  isWanted: (operand: Operand) => boolean,
): readonly Json[] | undefined {
  switch (condition.kind) {
    case 'and':
      return required(condition.of, isWanted);
    case 'or': {
      const parts = condition.of.map((part) => valuesOf(part, isWanted));
      return parts.every((values) => values !== undefined) ? parts.flat() : undefined;
    }
    case 'in':
      return isWanted(condition.operand) ? condition.values : undefined;
    case 'compare': {
      const { operator, left, right } = condition;
      if (operator !== 'eq') return undefined;
      if (right.kind === 'value' && isWanted(left)) return [right.value];
      return left.kind === 'value' && isWanted(right) ? [left.value] : undefined;
    }
    default:
      return undefined;
  }
}
