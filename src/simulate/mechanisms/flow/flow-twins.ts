/**
 * Reads the twins of a flow network off a graph, with their numbers checked. A graph takes part by
 * its FlowLinks and FlowNodes alone: the places are the ends of links and the FlowNodes, and what
 * else a twin is (Supply, Demand, Convertor, Capacitated) counts at places only. So power lines,
 * roads and stores, which other mechanisms move, are none of its business. Called by the builder.
 */
import { type Behaviour, behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { compareText } from '../../../model/compare-text.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import { isJsonObject } from '../../../model/json.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { amountOf, greatest, refusedAmount } from './amount.ts';

/** What every twin of a flow network says of itself; `node` is its index in the graph. */
export interface FlowTwin {
  readonly twin: string;
  readonly node: number;
  /** Undefined where it names none. */
  readonly commodity: string | undefined;
}

/** A twin with a capacity (infinite by default and from 1e15) and a cost of each unit (0 by default). */
export interface Limited extends FlowTwin {
  readonly capacity: number;
  readonly unitCost: number;
  readonly unit: string | undefined;
}

export interface Link extends Limited {
  readonly from: number;
  readonly to: number;
  readonly minimumFlow: number;
}

export interface Recipe extends Limited {
  /** Quantity for one unit made, by commodity, ascending. */
  readonly inputs: readonly (readonly [commodity: string, quantity: number])[];
}

export interface Customer extends FlowTwin {
  readonly rate: number;
  readonly minimumService: number;
  readonly unit: string | undefined;
}

/** Each list by twin id, ascending. */
export interface FlowTwins {
  readonly links: readonly Link[];
  readonly supplies: readonly Limited[];
  readonly convertors: readonly Recipe[];
  readonly customers: readonly Customer[];
  /** Places with a capacity or cost of their own that are no supply, convertor or link. */
  readonly gates: readonly Limited[];
  /** All places, by twin id. */
  readonly places: readonly FlowTwin[];
}

/** Throws `BAD_USER_INPUT` naming twin and property for a number that cannot be meant. */
export function flowTwins(graph: TwinGraph, catalogue: Catalogue): FlowTwins {
  const read = (id: string) => behaviourOf(graph, catalogue, id);
  const link = read(behaviours.flowLink);
  const ends = new Set<number>(read(behaviours.flowNode).nodes());
  const links = byId(graph, link.nodes()).flatMap((node) => linkOf(graph, link, node));
  for (const { from, to } of links) ends.add(from).add(to);
  const places = byId(graph, [...ends]);
  const having = (behaviour: Behaviour) =>
    places.filter((node) => behaviour.has(graph.modelAt(node) ?? ''));
  const [supply, convertor] = [read(behaviours.supply), read(behaviours.convertor)];
  const [demand, capacitated] = [read(behaviours.demand), read(behaviours.capacitated)];
  const supplies = having(supply);
  const sources = new Set(supplies);
  const convertors = having(convertor).filter((node) => !sources.has(node));
  const others = new Set([...supplies, ...convertors, ...link.nodes()]);
  const gates = having(capacitated).filter((node) => !others.has(node));
  return {
    links,
    supplies: supplies.map((node) => limitedOf(graph, supply, node)),
    convertors: convertors.map((node) => recipeOf(graph, convertor, node)),
    customers: having(demand).map((node) => customerOf(graph, demand, node)),
    gates: gates.map((node) => limitedOf(graph, capacitated, node)),
    places: places.map((node) => ({ twin: idAt(graph, node), node, commodity: undefined })),
  };
}

/** Nothing for a link without both ends, and for one that leads back to where it begins. */
function linkOf(graph: TwinGraph, behaviour: Behaviour, node: number): Link[] {
  const from = endOf(graph, node, ['carriesFrom', 'connectsFrom']);
  const to = endOf(graph, node, ['carriesTo', 'connectsTo']);
  if (from < 0 || to < 0 || from === to) return [];
  const limited = limitedOf(graph, behaviour, node);
  const most = Math.min(limited.capacity, greatest);
  const range = { default: 0, least: 0, most };
  const minimumFlow = amountOf({ graph, behaviour, node }, 'minimumFlow', range);
  return [{ ...limited, from, to, minimumFlow }];
}

function limitedOf(graph: TwinGraph, behaviour: Behaviour, node: number): Limited {
  const twin = { graph, behaviour, node };
  const unlimited = { default: Number.POSITIVE_INFINITY, least: 0, most: Number.MAX_VALUE };
  const capacity = amountOf(twin, 'capacity', unlimited);
  return {
    twin: idAt(graph, node),
    node,
    commodity: textOf(behaviour, node, 'commodity'),
    capacity: capacity > greatest ? Number.POSITIVE_INFINITY : capacity,
    unitCost: amountOf(twin, 'unitCost', { default: 0, least: 0 }),
    unit: textOf(behaviour, node, 'capacityUnit'),
  };
}

function recipeOf(graph: TwinGraph, behaviour: Behaviour, node: number): Recipe {
  const limited = limitedOf(graph, behaviour, node);
  const recipe = behaviour.value(node, 'inputs');
  if (recipe !== undefined && !isJsonObject(recipe)) {
    throw refusedAmount(`${limited.twin}/inputs`, recipe, 'quantities by commodity');
  }
  const inputs = Object.entries(recipe ?? {}) as [string, number][];
  for (const [commodity, quantity] of inputs) {
    if (quantity > 0 && quantity <= greatest) continue;
    throw refusedAmount(`${limited.twin}/inputs/${commodity}`, quantity, 'a number above 0');
  }
  return { ...limited, inputs: inputs.sort(([a], [b]) => compareText(a, b)) };
}

function customerOf(graph: TwinGraph, behaviour: Behaviour, node: number): Customer {
  const twin = { graph, behaviour, node };
  return {
    twin: idAt(graph, node),
    node,
    commodity: textOf(behaviour, node, 'commodity'),
    rate: amountOf(twin, 'demandRate', { default: 0, least: 0 }),
    minimumService: amountOf(twin, 'minimumService', { default: 1, least: 0, most: 1 }),
    unit: textOf(behaviour, node, 'demandUnit'),
  };
}

function textOf(behaviour: Behaviour, node: number, property: string): string | undefined {
  const value = behaviour.value(node, property);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first target, by id, of the first of the relationships that there is. */
function endOf(graph: TwinGraph, node: number, names: readonly string[]): number {
  for (const name of names) {
    const targets = Array.from(graph.outEdges(node))
      .filter((edge) => graph.nameAt(edge) === name)
      .map((edge) => graph.targetOf(edge));
    const [first] = byId(graph, targets);
    if (first !== undefined) return first;
  }
  return -1;
}

function byId(graph: TwinGraph, nodes: readonly number[]): number[] {
  return [...nodes].sort((a, b) => compareText(idAt(graph, a), idAt(graph, b)));
}

function idAt(graph: TwinGraph, node: number): string {
  return graph.idAt(node) ?? '';
}
