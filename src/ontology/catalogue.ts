/**
 * The catalogue: an ontology resolved, so that every inherited content of an interface is at hand.
 * Made by `resolve` from DTDL documents; read by the checks, the query tree and the API.
 */
import type { JsonObject } from '../model/json.ts';

/** The resolved schema of a property, field or payload. */
export type Schema =
  | {
      readonly kind: 'primitive';
      readonly name: string;
      /** Within a schema that contains itself: that schema; the name is its DTMI. */
      readonly again?: () => Schema;
    }
  | {
      readonly kind: 'enum';
      /** Its DTMI, where the model gives it one. */
      readonly id?: string;
      readonly valueSchema: 'integer' | 'string';
      readonly values: readonly EnumValue[];
    }
  | {
      readonly kind: 'object';
      readonly id?: string;
      readonly fields: ReadonlyMap<string, Schema>;
      /** What else the model says of fields, of those that it says more of. */
      readonly facts?: ReadonlyMap<string, FieldFacts>;
    }
  | { readonly kind: 'array'; readonly element: Schema }
  | { readonly kind: 'map'; readonly value: Schema; readonly facts?: Quantity };

/** What kind of quantity a number is, where the model says so. */
export interface Quantity {
  /** Semantic type: `Temperature`. */
  readonly semanticType?: string;
  /** Unit: `degreeCelsius`. */
  readonly unit?: string;
}

/** A quantity whose unit a twin may say otherwise. */
export interface Measured extends Quantity {
  /** Path of the property beside it that tells the unit instead, where it has a value (`Override`). */
  readonly unitFrom?: string;
}

/** What a model says of a field of an object beside its schema. */
export interface FieldFacts extends Quantity {
  /** Whether an object without it is refused (extension requirement). */
  readonly required?: true;
}

/** One value that an enumeration allows. */
export interface EnumValue {
  readonly name: string;
  readonly value: string | number;
}

/** What every content has; `definedIn` is the interface that declares it. */
interface ContentBase {
  readonly name: string;
  readonly definedIn: string;
  readonly displayName?: LocalisedText;
  readonly description?: LocalisedText;
}

/** Text by language tag; a plain string is under `en`. */
export type LocalisedText = Readonly<Record<string, string>>;

/** A property or telemetry. */
export interface ValueContent extends ContentBase, Measured {
  readonly kind: 'property' | 'telemetry';
  readonly schema: Schema;
  readonly writable: boolean;
  /** Name of the content beside it that it says more of (extension annotation). */
  readonly annotates?: string;
  /** What of that one its values stand for, `unit` (extension overriding). */
  readonly overrides?: string;
  /** Its number in payloads that number their fields (extension mqtt, `Indexed`). */
  readonly index?: number;
  /** Whether its past is to be kept for good (extension historization). */
  readonly historized?: true;
}

/** A relationship that an interface declares. */
export interface RelationshipContent extends ContentBase {
  readonly kind: 'relationship';
  /** DTMI that targets must be or inherit from; any twin where absent. */
  readonly target?: string;
  readonly minMultiplicity?: number;
  readonly maxMultiplicity?: number;
  readonly properties: ReadonlyMap<string, ValueContent>;
}

/** A component that an interface declares. */
export interface ComponentContent extends ContentBase {
  readonly kind: 'component';
  /** DTMI of the component's interface. */
  readonly schema: string;
}

/** A command that an interface declares. */
export interface CommandContent extends ContentBase {
  readonly kind: 'command';
  readonly request?: Schema;
  readonly response?: Schema;
  /** Whether it may be repeated without further effect (extension mqtt, `Idempotent`). */
  readonly idempotent?: true;
  /** How long its answer stays good, an ISO 8601 duration (extension mqtt, `Cacheable`). */
  readonly ttl?: string;
}

/** What an interface declares under a name. */
export type Content = ValueContent | RelationshipContent | ComponentContent | CommandContent;

/** An interface with everything it inherits. */
export interface Interface {
  readonly id: string;
  /** DTDL version: 2, 3 or 4. */
  readonly version: number;
  readonly displayName: LocalisedText;
  readonly description: LocalisedText;
  /** Direct parents. */
  readonly extends: readonly string[];
  /** This interface and all its ancestors. */
  readonly ancestors: ReadonlySet<string>;
  /** Inherited and own contents by name. */
  readonly contents: ReadonlyMap<string, Content>;
  /** How its own twins speak MQTT; not inherited (DTDL Mqtt extension). */
  readonly mqtt?: MqttFacts;
  /** The document as it was given. */
  readonly document: JsonObject;
}

/** What an interface that is co-typed `Mqtt` says of messages. */
export interface MqttFacts {
  /** `/`-separated labels and `{tokens}`: where telemetry is published. */
  readonly telemetryTopic?: string;
  readonly commandTopic?: string;
  /** How payloads are written: `Json/ecma/404`. */
  readonly payloadFormat: string;
}

/** Every interface of an ontology, and what holds between them. */
export interface Catalogue {
  /** All interfaces by DTMI. */
  readonly interfaces: ReadonlyMap<string, Interface>;
  /** Behaviours attached to interfaces by binding files, beside what models themselves inherit. */
  readonly bindings: readonly Binding[];
  interface(id: string): Interface | undefined;
  /** Models that no new twin may have; none where absent. */
  readonly decommissioned?: ReadonlySet<string>;
  /** Whether `model` is `ancestor` or inherits from it. */
  isA(model: string, ancestor: string): boolean;
  /** The interface and all that inherit from it, directly or not; empty when unknown. */
  subtypes(id: string): ReadonlySet<string>;
}

/**
 * A binding gives behaviour to an ontology that knows nothing of it. Interface bindings hold for
 * subtypes too. Files in `ontology/bindings` hold lists of these.
 */
export type Binding = InterfaceBinding | RelationshipBinding;

/** Gives the twins of an interface a behaviour. */
export interface InterfaceBinding {
  /** DTMI of the interface that gets the behaviour. */
  readonly interface: string;
  /** DTMI of a behaviour of `ontology/core`. */
  readonly behaviour: string;
  /** Behaviour property → the foreign property path that holds it. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Behaviour property → the value where the twin has none. */
  readonly defaults?: JsonObject;
}

/** Makes a relationship a dependency. */
export interface RelationshipBinding {
  /** Name of the relationship. */
  readonly relationship: string;
  /** Interface that declares it (subtypes included). */
  readonly interface: string;
  /** Which end needs the other in order to work; `both`: each is a support of the other. */
  readonly dependent: 'source' | 'target' | 'both';
  /** Dependency group the support counts in: a commodity such as `power`. */
  readonly group: string;
}
