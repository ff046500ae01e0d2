/**
 * Reads a behaviour of `ontology/core` off any twin: by inheritance, where the twin's model is a
 * subtype of the behaviour's interface, else through the bindings that give its ontology the
 * behaviour. Used by the dependency network and by the simulator's mechanisms.
 */
import type { TwinGraph } from '../model/graph.ts';
import { asNumber, type Json } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import type { Catalogue, InterfaceBinding } from '../ontology/catalogue.ts';

/** DTMIs of the behaviours that mechanisms read. */
export const behaviours = {
  asset: 'dtmi:linchpin:core:Asset;1',
  dependent: 'dtmi:linchpin:core:Dependent;1',
  demand: 'dtmi:linchpin:core:Demand;1',
  periodicDemand: 'dtmi:linchpin:core:PeriodicDemand;1',
  store: 'dtmi:linchpin:core:Store;1',
  supply: 'dtmi:linchpin:core:Supply;1',
  transit: 'dtmi:linchpin:core:Transit;1',
  capacitated: 'dtmi:linchpin:core:Capacitated;1',
  convertor: 'dtmi:linchpin:core:Convertor;1',
  flowLink: 'dtmi:linchpin:core:FlowLink;1',
  flowNode: 'dtmi:linchpin:core:FlowNode;1',
  congestedLink: 'dtmi:linchpin:core:CongestedLink;1',
  tripZone: 'dtmi:linchpin:core:TripZone;1',
  processor: 'dtmi:linchpin:core:Processor;1',
  jobSource: 'dtmi:linchpin:core:JobSource;1',
  jobType: 'dtmi:linchpin:core:JobType;1',
  job: 'dtmi:linchpin:core:Job;1',
  shift: 'dtmi:linchpin:core:Shift;1',
  transporter: 'dtmi:linchpin:core:Transporter;1',
  potentialLink: 'dtmi:linchpin:core:PotentialLink;1',
  potentialNetwork: 'dtmi:linchpin:core:PotentialNetwork;1',
  potentialNode: 'dtmi:linchpin:core:PotentialNode;1',
  potentialShunt: 'dtmi:linchpin:core:PotentialShunt;1',
  potentialSource: 'dtmi:linchpin:core:PotentialSource;1',
} as const;

/** One behaviour over a graph. */
export interface Behaviour {
  /** Whether twins of a model have it. */
  has(model: string): boolean;
  /** Whether any twin has it. */
  isPresent(): boolean;
  /** The present nodes that have it, ascending. */
  nodes(): number[];
  /** A property of the behaviour: the twin's own, else what a binding maps to it or defaults to. */
  value(node: number, property: string): Json | undefined;
  /** The same as a number: NaN when absent or not a number; true is 1, false is 0. */
  number(node: number, property: string): number;
}

/** How the twins of one model come by a behaviour. */
interface Attachment {
  readonly inherits: boolean;
  /** The most specific first. */
  readonly bindings: readonly InterfaceBinding[];
}

/** The behaviour with this DTMI over a graph; subtypes of the behaviour count as it. */
export function behaviourOf(graph: TwinGraph, catalogue: Catalogue, id: string): Behaviour {
  const attachmentOf = attachmentsOf(catalogue, id);
  const has = (model: string): boolean => {
    const { inherits, bindings } = attachmentOf(model);
    return inherits || bindings.length > 0;
  };
  const value = (node: number, property: string): Json | undefined => {
    const twin = graph.twinAt(node);
    if (twin === undefined) return undefined;
    const { inherits, bindings } = attachmentOf(twin.model);
    const own = inherits ? valueAt(twin.properties, property) : undefined;
    return own ?? boundValue(twin.properties, bindings, property);
  };
  return {
    has,
    value,
    number: (node, property) => asNumber(value(node, property)),
    isPresent: () => [...graph.models()].some(has),
    nodes: () =>
      [...graph.models()]
        .filter(has)
        .flatMap((model) => [...graph.nodesOf(model)])
        .sort((a, b) => a - b),
  };
}

const kept = new WeakMap<Catalogue, Map<string, (model: string) => Attachment>>();

/** Finds the attachment of a model; kept with the catalogue, on which alone it depends. */
function attachmentsOf(catalogue: Catalogue, id: string): (model: string) => Attachment {
  const byBehaviour = kept.get(catalogue) ?? new Map<string, (model: string) => Attachment>();
  kept.set(catalogue, byBehaviour);
  const found = byBehaviour.get(id);
  if (found !== undefined) return found;
  const attachments = new Map<string, Attachment>();
  const attachmentOf = (model: string): Attachment => {
    const attachment = attachments.get(model) ?? attach(catalogue, model, id);
    attachments.set(model, attachment);
    return attachment;
  };
  byBehaviour.set(id, attachmentOf);
  return attachmentOf;
}

function attach(catalogue: Catalogue, model: string, id: string): Attachment {
  const bindings = catalogue.bindings.filter(
    (binding): binding is InterfaceBinding =>
      'behaviour' in binding &&
      catalogue.isA(model, binding.interface) &&
      catalogue.isA(binding.behaviour, id),
  );
  const depth = (binding: InterfaceBinding) =>
    catalogue.interface(binding.interface)?.ancestors.size ?? 0;
  bindings.sort((a, b) => depth(b) - depth(a));
  return { inherits: catalogue.isA(model, id), bindings };
}

function boundValue(
  properties: Parameters<typeof valueAt>[0],
  bindings: readonly InterfaceBinding[],
  property: string,
): Json | undefined {
  for (const binding of bindings) {
    const path = binding.properties?.[property];
    const value = path === undefined ? undefined : valueAt(properties, path);
    const found = value ?? binding.defaults?.[property];
    if (found !== undefined) return found;
  }
  return undefined;
}
