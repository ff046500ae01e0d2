/**
 * Turns an interface element of the language into the catalogue's form, without what it inherits.
 * Used by `make-catalogue.ts`.
 */
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type {
  CommandContent,
  ComponentContent,
  Content,
  Interface,
  LocalisedText,
  MqttFacts,
  RelationshipContent,
  ValueContent,
} from './catalogue.ts';
import { lastSegment } from './dtmi.ts';
import { type Element, idOf, objectOf, objectsOf } from './language/element.ts';
import { withOverrides } from './overrides.ts';
import { quantityOf, schemaOf } from './schema-of.ts';

/** An interface with its own contents only. */
export type OwnInterface = Omit<Interface, 'ancestors'>;

/** The catalogue's form of an interface element and the document it came from. */
export function interfaceOf(element: Element, document: JsonObject): OwnInterface {
  const id = idOf(element);
  const contents = objectsOf(element, 'contents').map((content) => contentOf(content, id));
  const mqtt = mqttOf(element);
  return {
    id,
    version: element.language.version,
    displayName: textOf(element, 'displayName') ?? {},
    description: textOf(element, 'description') ?? {},
    extends: objectsOf(element, 'extends').map(idOf),
    contents: new Map(contents.map((content) => [content.name, content])),
    ...(mqtt !== undefined && { mqtt }),
    document,
  };
}

function mqttOf(element: Element): MqttFacts | undefined {
  if (!isAlso(element, 'Mqtt')) return undefined;
  const [telemetryTopic, commandTopic] = ['telemetryTopic', 'commandTopic'].map((name) =>
    element.literals.get(name),
  );
  return {
    payloadFormat: String(element.literals.get('payloadFormat')),
    ...(typeof telemetryTopic === 'string' && { telemetryTopic }),
    ...(typeof commandTopic === 'string' && { commandTopic }),
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
  const content: ValueContent = {
    ...base(element, definedIn),
    kind: element.type === 'Telemetry' ? 'telemetry' : 'property',
    schema: schemaOf(objectOf(element, 'schema')),
    writable: element.literals.get('writable') === true,
  };
  // Most contents of large ontologies are plain values: what types bring is looked for once.
  return element.cotypes.length === 0
    ? content
    : { ...content, ...quantityOf(element), ...extensionFacts(element) };
}

/** What the extensions of the language say of a value. */
function extensionFacts(element: Element): Partial<ValueContent> {
  const [annotates, overrides, index] = ['annotates', 'overrides', 'index'].map((name) =>
    element.literals.get(name),
  );
  return {
    ...(typeof annotates === 'string' && { annotates }),
    ...(typeof overrides === 'string' && { overrides: lastSegment(overrides) }),
    ...(typeof index === 'number' && { index }),
    ...(isAlso(element, 'Historized') && { historized: true }),
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
    properties: withOverrides(new Map(properties.map((property) => [property.name, property]))),
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
  const ttl = element.literals.get('ttl');
  return {
    ...base(element, definedIn),
    kind: 'command',
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
    ...(isAlso(element, 'Idempotent') && { idempotent: true }),
    ...(typeof ttl === 'string' && { ttl }),
  };
}

/** Whether an element has a supplemental type. */
function isAlso({ cotypes }: Element, name: string): boolean {
  return cotypes.some(({ isA }) => isA.includes(name));
}

function textOf(element: Element, property: string): LocalisedText | undefined {
  const text = element.literals.get(property);
  if (typeof text === 'string') return { en: text };
  return isJsonObject(text) ? (text as LocalisedText) : undefined;
}
