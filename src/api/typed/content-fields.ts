/**
 * The fields of a type for what its interface declares and inherits: values, components,
 * relationships. Each content becomes a field once, however many interfaces inherit it.
 */
import { GraphQLObjectType } from 'graphql';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ComponentContent, Content, Interface } from '../../ontology/catalogue.ts';
import { free } from '../cost.ts';
import type { TwinNode } from '../graph-view.ts';
import { documented } from './documentation.ts';
import { type MadeField, type MadeFields, madeField } from './shared-parts.ts';
import { type Fields, twinFieldNames } from './twin-types.ts';
import type { TypeRegistry } from './type-registry.ts';
import { type Field, type ValueFieldTypes, valueField } from './value-fields.ts';
import { own } from './values.ts';

/** What fields are made from. */
export interface ContentFieldOptions {
  readonly types: ValueFieldTypes;
  /** The interface of a DTMI, and its name in GraphQL. */
  readonly interface: (id: string) => Interface | undefined;
  readonly nameOf: (id: string) => string;
  readonly registry: TypeRegistry;
  /** The field of a relationship. */
  readonly relationship: (content: Extract<Content, { kind: 'relationship' }>) => Field;
}

/** Gives the fields of an interface's contents by name. */
export function contentFields(options: ContentFieldOptions): (model: Interface) => MadeFields {
  const made = new Map<Content, MadeField | undefined>();
  const components = componentTypes(options);
  const make = (content: Content): Field | undefined => {
    switch (content.kind) {
      case 'property':
      case 'telemetry':
        return valueField(content, options.nameOf(content.definedIn), options.types, ofTwin);
      case 'component':
        return componentField(content, components, ofTwin);
      case 'relationship':
        return options.relationship(content);
      case 'command':
        return undefined;
    }
  };
  return (model) => {
    const fields: MadeFields = {};
    for (const content of model.contents.values()) {
      const name = fieldName(content.name, twinFieldNames);
      if (!made.has(content)) {
        const field = make(content);
        made.set(content, field && madeField(name, field));
      }
      const field = made.get(content);
      if (field !== undefined) fields[name] = field;
    }
    return fields;
  };
}

/** The name of a content's field: its own, with an underscore where the type has such a field. */
export function fieldName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `${name}_` : name;
}

function ofTwin(node: unknown): JsonObject {
  return (node as TwinNode).twin.properties;
}

/** A component is the object under its name. */
function ofComponent(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The object types of components: values and components within, undefined where there are none. */
type ComponentTypes = (id: string) => GraphQLObjectType | undefined;

function componentTypes(options: ContentFieldOptions): ComponentTypes {
  const made = new Map<string, GraphQLObjectType | undefined>();
  const typeOf: ComponentTypes = (id) => {
    if (made.has(id)) return made.get(id);
    // Before its fields: what is within itself, no rule allows and nothing follows.
    made.set(id, undefined);
    const type = make(options.interface(id));
    made.set(id, type);
    return type;
  };
  const make = (model: Interface | undefined): GraphQLObjectType | undefined => {
    const fields: Fields = {};
    for (const content of model?.contents.values() ?? []) {
      const field = fieldOf(content);
      if (field !== undefined) fields[content.name] = field;
    }
    if (model === undefined || Object.keys(fields).length === 0) return undefined;
    const description = documented(model);
    const type = new GraphQLObjectType({
      name: options.registry.claim(`${options.nameOf(model.id)}Component`),
      ...(description !== undefined && { description }),
      fields,
    });
    return options.registry.keep(type);
  };
  const fieldOf = (content: Content): Field | undefined => {
    if (content.kind === 'component') return componentField(content, typeOf, ofComponent);
    if (content.kind !== 'property' && content.kind !== 'telemetry') return undefined;
    return valueField(content, options.nameOf(content.definedIn), options.types, ofComponent);
  };
  return typeOf;
}

function componentField(
  content: ComponentContent,
  types: ComponentTypes,
  propertiesOf: (parent: unknown) => JsonObject,
): Field | undefined {
  const type = types(content.schema);
  if (type === undefined) return undefined;
  const description = documented(content);
  return {
    type,
    ...(description !== undefined && { description }),
    extensions: free,
    resolve: (parent) => own(propertiesOf(parent), content.name),
  };
}
