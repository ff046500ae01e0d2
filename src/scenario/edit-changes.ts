/** Turns one edit of a scenario into the changes it means on a graph. Used by `planOf`. */
import type { Change } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit } from '../model/scenario.ts';
import { bad, unknownTwin } from './edit-problems.ts';

/** What an edit means: changes, or why it cannot be. Outages change nothing of the graph. */
export type Meaning = { readonly changes: readonly Change[] } | { readonly problem: Problem };

type Scale = Extract<Edit, { scale: unknown }>['scale'];
type Policy = Extract<Edit, { policy: unknown }>['policy'];

/** A policy: the property that holds its name, and its parameters, which are properties too. */
interface KnownPolicy {
  readonly property: string;
  readonly parameters: readonly string[];
}

const replenishment = (...parameters: string[]): KnownPolicy => ({
  property: 'replenishmentPolicy',
  parameters,
});
const dispatching: KnownPolicy = { property: 'dispatchingRule', parameters: [] };

/** Those of `ontology/core/store.json` and `processor.json`. */
const policies: Readonly<Record<string, KnownPolicy>> = {
  baseStock: replenishment('baseStockLevel'),
  sS: replenishment('reorderPoint', 'orderUpToLevel'),
  rQ: replenishment('reorderPoint', 'orderQuantity'),
  echelonBaseStock: replenishment('baseStockLevel'),
  fixedOrder: replenishment('orderQuantity'),
  guaranteedService: replenishment('safetyFactor', 'serviceTimePeriods'),
  firstComeFirstServed: dispatching,
  shortestProcessingTime: dispatching,
  earliestDueDate: dispatching,
  highestPriority: dispatching,
};

/** The meaning of an edit on the graph as it is when the edit's turn comes. */
export function meaningOf(edit: Edit, graph: TwinGraph): Meaning {
  if ('scale' in edit) return scaled(edit.scale, graph);
  if ('policy' in edit) return withPolicy(edit.policy);
  if ('outage' in edit) return { changes: [] };
  if ('removeTwin' in edit)
    return { changes: [{ removeTwin: { ...edit.removeTwin, detach: true } }] };
  const { at: _, ...change } = edit;
  return { changes: [change as Change] };
}

function scaled({ twin, property, factor }: Scale, graph: TwinGraph): Meaning {
  const where = `${twin}/${property}`;
  const node = graph.indexOf(twin);
  if (node < 0) return { problem: unknownTwin(twin) };
  const value = graph.value(node, property);
  if (typeof value !== 'number') {
    return refuse(where, 'only a number can be scaled', {
      expected: `a numeric value, not ${JSON.stringify(value) ?? 'none'}`,
      action: 'set the property instead',
    });
  }
  const product = value * factor;
  if (!Number.isFinite(product)) {
    return refuse(where, `scaling by ${factor} gives no finite number`, {
      expected: 'a finite factor',
      action: 'give a factor such as 1.2',
    });
  }
  return { changes: [{ set: { twin, property, value: product } }] };
}

function withPolicy({ twin, policy, parameters = {} }: Policy): Meaning {
  const known = Object.hasOwn(policies, policy) ? policies[policy] : undefined;
  if (known === undefined) {
    return refuse(twin, `${policy} is not a policy`, {
      expected: `one of ${Object.keys(policies).join(', ')}`,
      action: 'choose one of these',
    });
  }
  const foreign = Object.keys(parameters).find((name) => !known.parameters.includes(name));
  if (foreign !== undefined) {
    return refuse(`${twin}/${foreign}`, `${policy} has no parameter ${foreign}`, {
      expected: known.parameters.length > 0 ? `only ${known.parameters.join(', ')}` : 'none',
      action: 'leave it out',
    });
  }
  const values = [[known.property, policy] as const, ...Object.entries(parameters)];
  return { changes: values.map(([property, value]) => ({ set: { twin, property, value } })) };
}

function refuse(
  where: string,
  message: string,
  advice: { expected: string; action: string },
): Meaning {
  return { problem: bad(where, message, advice) };
}
