/**
 * Turns an interface element of the language into the catalogue's form, without what it inherits.
 * Used by `resolve.ts`.
 */
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type {
  CommandContent,
  ComponentContent,
  Content,
  Interface,
  LocalisedText,
  RelationshipContent,
  ValueContent,
} from './catalogue.ts';
import { lastSegment } from './dtmi.ts';
import { type Element, idOf, objectOf, objectsOf } from './language/element.ts';
import { schemaOf } from './schema-of.ts';

/** An interface with its own contents only. */
export type OwnInterface = Omit<Interface, 'ancestors'>;

/** The catalogue's form of an interface element and the document it came from. */
export function interfaceOf(element: Element, document: JsonObject): OwnInterface {
  const id = idOf(element);
  const contents = objectsOf(element, 'contents').map((content) => contentOf(content, id));
  return {
    id,
    version: element.language.version,
    displayName: textOf(element, 'displayName') ?? {},
    description: textOf(element, 'description') ?? {},
    extends: objectsOf(element, 'extends').map(idOf),
    contents: new Map(contents.map((content) => [content.name, content])),
    document,
  };
}

function contentOf(element: Element, definedIn: string): Content {
  switch (element.type) {
    case 'Property':
    case 'Telemetry':
      return valueContent(element, definedIn);
    case 'Relationship':
      return relationshipContent(element, definedIn);
    case 'Component': {
      const schema = idOf(objectOf(element, 'schema'));
      return { ...base(element, definedIn), kind: 'component', schema } satisfies ComponentContent;
    }
    case 'Command':
      return commandContent(element, definedIn);
    default:
      throw new TypeError(`${element.type} is not a content of an interface`);
  }
}

function base(element: Element, definedIn: string) {
  const displayName = textOf(element, 'displayName');
  const description = textOf(element, 'description');
  return {
    name: String(element.literals.get('name')),
    definedIn,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
  };
}

function valueContent(element: Element, definedIn: string): ValueContent {
  const unit = objectOf(element, 'unit');
  const semantic = element.cotypes.find((cotype) => cotype.isA.includes('SemanticType'));
  const semanticType = semantic?.isA[0];
  return {
    ...base(element, definedIn),
    kind: element.type === 'Telemetry' ? 'telemetry' : 'property',
    schema: schemaOf(objectOf(element, 'schema')),
    writable: element.literals.get('writable') === true,
    ...(semanticType !== undefined && { semanticType }),
    ...(unit !== undefined && { unit: lastSegment(idOf(unit)) }),
  };
}

function relationshipContent(element: Element, definedIn: string): RelationshipContent {
  const target = element.literals.get('target');
  const [least, most] = ['minMultiplicity', 'maxMultiplicity'].map((name) =>
    element.literals.get(name),
  );
  const properties = objectsOf(element, 'properties').map((each) => valueContent(each, definedIn));
  return {
    ...base(element, definedIn),
    kind: 'relationship',
    properties: new Map(properties.map((property) => [property.name, property])),
    ...(typeof target === 'string' && { target }),
    ...(typeof least === 'number' && { minMultiplicity: least }),
    ...(typeof most === 'number' && { maxMultiplicity: most }),
  };
}

function commandContent(element: Element, definedIn: string): CommandContent {
  const [request, response] = ['request', 'response'].map((name) => {
    const payload = objectOf(element, name);
    return payload && schemaOf(objectOf(payload, 'schema'));
  });
  return {
    ...base(element, definedIn),
    kind: 'command',
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
  };
}

function textOf(element: Element, property: string): LocalisedText | undefined {
  const text = element.literals.get(property);
  if (typeof text === 'string') return { en: text };
  return isJsonObject(text) ? (text as LocalisedText) : undefined;
}
