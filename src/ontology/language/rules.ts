/**
 * The rules of the language as data: what `metamodel.ts` makes of the published metamodel and
 * `schema/dtdl.json` holds. A new version of the language is new data here, not new code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';

/** Where a name is not one the language knows: which of these it is. */
export type Stranger = 'undefinedTerm' | 'irrelevantDtmiOrTerm' | 'notDtmiNorTerm' | 'invalidDtmi';

/** What the value of a property must be. */
export interface PropertyRule {
  /** `text` is localised, `iri` a reference that need not resolve, `object` another element. */
  readonly kind: 'literal' | 'text' | 'iri' | 'object';
  /** Of literals, by XSD name: `string`, `integer`, `decimal`, `boolean`, `duration`; any where absent. */
  readonly datatype?: string;
  readonly minCount?: number;
  readonly maxCount?: number;
  readonly low?: number;
  readonly high?: number;
  readonly pattern?: string;
  readonly maxLength?: number;
  /** Of objects: the classes they may be of. */
  readonly classes?: readonly string[];
  /** Of objects: whether they may be of an earlier version of the language. */
  readonly mixed?: true;
  /** Of objects: the only elements they may be, by short name. */
  readonly only?: readonly string[];
  /** Of objects: the enumeration of the language they must belong to (`TemperatureUnit`). */
  readonly memberOf?: string;
  /** Whether the class follows from the property, so that `@type` may be left out. */
  readonly inferable?: true;
  /** Whether values must have an identifier. */
  readonly needsId?: true;
  /** Properties of the values that must differ among them. */
  readonly unique?: readonly string[];
  /** Property that names a value without an identifier of its own, which must then be there. */
  readonly segment?: string;
  /** Of literals: whether the value must differ from those of the elements beside it. */
  readonly distinct?: true;
  /** Of literals: the property whose schema the value must conform to. */
  readonly instanceOf?: string;
}

/** A rule over all elements that are reached through some properties. */
export interface DescendantRule {
  readonly properties: readonly string[];
  /** Whether only these properties are followed; otherwise others are passed through uncounted. */
  readonly narrow?: true;
  readonly maxDepth?: number;
  readonly maxCount?: number;
  /** Whether an element may contain itself. */
  readonly allowSelf?: true;
  /** Class that must not be among them. */
  readonly exclude?: string;
  /** Property whose elements are taken over, with names that stay unique. */
  readonly imports?: string;
  /** Property that names the datatype of theirs. */
  readonly datatypeFrom?: string;
}

/** What an element of a class has. */
export interface ClassRule {
  /** The class itself and all it specialises. */
  readonly isA: readonly string[];
  readonly abstract?: true;
  readonly idMaxLength?: number;
  readonly properties: Readonly<Record<string, PropertyRule>>;
  readonly descendants: readonly DescendantRule[];
}

/** A type that is added to an element's class: a semantic type, `Historized`, `Mqtt`. */
export interface CotypeRule {
  readonly id: string;
  readonly isA: readonly string[];
  readonly abstract?: true;
  /** Classes it may be added to, or other cotypes of the element, with their DTDL version. */
  readonly on: readonly string[];
  /** Cotypes that must be there too. */
  readonly with: readonly string[];
  readonly without: readonly string[];
  /** Properties it brings, and narrower rules for properties of the class. */
  readonly properties: Readonly<Record<string, PropertyRule>>;
  readonly siblings: readonly SiblingRule[];
  readonly parents?: readonly ParentRule[];
}

/** A rule about the element that holds this one, and about those beside it. */
export interface ParentRule {
  /** Property of the holder that leads here. */
  readonly property: string;
  /** Cotypes of which the holder must have one. */
  readonly cotypes: readonly string[];
  /** Whether no other element there may have the same cotype. */
  readonly only?: true;
  /** Cotype that one of the elements there must have. */
  readonly beside?: string;
}

/** A rule about the sibling that a property names: `annotates` holds another content's name. */
export interface SiblingRule {
  readonly key: string;
  readonly keyref: string;
  /** Classes the sibling may be of. */
  readonly on?: readonly string[];
  readonly with?: readonly string[];
  readonly without?: readonly string[];
  /** Property naming a property that the sibling must have from a cotype. */
  readonly path?: string;
}

/** A context of the language, core or extension. */
export interface ContextRules {
  /** DTDL version it belongs to. */
  readonly version: number;
  /** Whether it stands for its version by itself, without the core context. */
  readonly implicit?: true;
  /** Beginnings of identifiers that it keeps for itself. */
  readonly reserved: readonly string[];
  /** Identifiers of its terms; a term is the last segment of its identifier, or stands before `=`. */
  readonly terms: readonly string[];
  readonly cotypes: Readonly<Record<string, CotypeRule>>;
  /** Fields of the language's own object schemas, by identifier: name and primitive schema. */
  readonly objects?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The language's own elements by class, or by the enumeration they belong to. */
  readonly elements: Readonly<Record<string, readonly string[]>>;
}

/** One version of the language. */
export interface LanguageRules extends ContextRules {
  readonly identifier: { readonly pattern: string; readonly maxLength: number };
  readonly maxBytes?: number;
  readonly undefinedAllowed: boolean;
  readonly strictKeywords: boolean;
  readonly strangers: {
    readonly alwaysAsCotype: readonly Stranger[];
    readonly alwaysAsProperty: readonly Stranger[];
    readonly neverAsCotype: readonly Stranger[];
    readonly neverAsProperty: readonly Stranger[];
  };
  readonly classes: Readonly<Record<string, ClassRule>>;
}

/** Limits that a limit context sets in place of those of a version of the language. */
export interface LimitRules {
  /** DTDL version whose limits it replaces. */
  readonly version: number;
  readonly idMaxLength?: number;
  readonly maxBytes?: number;
  /** What changes for a class and those that specialise it. */
  readonly classes: Readonly<Record<string, ClassLimits>>;
}

/** Limits of a class. */
export interface ClassLimits {
  readonly idMaxLength?: number;
  /** Most characters by property. */
  readonly maxLengths?: Readonly<Record<string, number>>;
  /** Replace those along the same properties. */
  readonly descendants?: readonly DescendantRule[];
}

/** All that the published metamodel says. */
export interface Rules {
  readonly source: string;
  /** By DTDL version. */
  readonly languages: Readonly<Record<string, LanguageRules>>;
  /** By context specifier: `dtmi:dtdl:extension:quantitativeTypes;1`. */
  readonly extensions: Readonly<Record<string, ContextRules>>;
  /** By context specifier: `dtmi:dtdl:limits:onvif;1`. */
  readonly limits: Readonly<Record<string, LimitRules>>;
}

let loaded: Rules | undefined;

/** The rules that come with the package. */
export function languageRules(): Rules {
  loaded ??= JSON.parse(readFileSync(rulesFile(), 'utf8')) as Rules;
  return loaded;
}

/** The file that holds them. */
export function rulesFile(): string {
  return join(packageRoot(), 'schema', 'dtdl.json');
}
