/**
 * Contexts that the public test suites use and whose metamodel is not published: as far as the
 * cases show them. `metamodel.ts` adds them to what the published metamodel says.
 */
import type { ContextRules, CotypeRule, LimitRules, ParentRule, PropertyRule } from './rules.ts';

const literal = (datatype: string, more: Partial<PropertyRule> = {}): PropertyRule => ({
  kind: 'literal',
  datatype,
  maxCount: 1,
  ...more,
});
const ofClasses = (...classes: string[]): PropertyRule => ({ kind: 'object', classes });
const required = { minCount: 1 } as const;
const named = { maxLength: 128, pattern: '^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$' } as const;
const values = ['Property', 'Telemetry', 'Field'];

/** What a type is, but for its name. */
interface Type {
  readonly on: readonly string[];
  readonly without?: readonly string[];
  readonly properties?: Readonly<Record<string, PropertyRule>>;
  readonly parents?: readonly ParentRule[];
}

/** The object schemas of version 4 that its metamodel only names, with the schemas of their fields. */
export const standardObjects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dtmi:standard:schema:scaledDecimal;4': { value: 'decimal', scale: 'integer' },
};

/** Limits by context specifier. */
export const unpublishedLimits: Readonly<Record<string, LimitRules>> = {
  'dtmi:dtdl:limits:aio;1': {
    version: 4,
    classes: {
      ComplexSchema: { descendants: [{ properties: ['elementSchema', 'schema'], maxDepth: 12 }] },
    },
  },
};

/** Extensions by context specifier; some go on from a published version. */
export function unpublishedExtensions(
  published: Readonly<Record<string, ContextRules>>,
): Record<string, ContextRules> {
  const [mqtt, requirement] = ['mqtt;3', 'requirement;1'].map(
    (name) => published[`dtmi:dtdl:extension:${name}`],
  );
  if (mqtt === undefined || requirement === undefined) throw new TypeError('version 4 has both');
  return {
    'dtmi:dtdl:extension:mqtt;4': extended(renamed(mqtt, ':mqtt:v3:', ':mqtt:v4:')),
    'dtmi:dtdl:extension:requirement;2': renamed(requirement, ':v1:', ':v2:'),
    'dtmi:iotoperations:context;4': {
      version: 4,
      reserved: ['dtmi:iotoperations:'],
      ...typesOf(iotOperations, {
        type: (name) => `dtmi:iotoperations:class:${name};4`,
        property: (name) => `dtmi:iotoperations:property:${name};4`,
      }),
      elements: {},
      objects: {},
    },
  };
}

function renamed(rules: ContextRules, from: string, to: string): ContextRules {
  return JSON.parse(JSON.stringify(rules).replaceAll(from, to)) as ContextRules;
}

const fieldOf = (cotypes: readonly string[], more: Partial<ParentRule> = {}): ParentRule[] => [
  { property: 'fields', cotypes, only: true, ...more },
];
const results = ['Error', 'Result', 'PropertyResult'];

const mqttTypes: Readonly<Record<string, Type>> = {
  Fragmented: {
    on: ['Property', 'PropertyValue'],
    properties: { schema: ofClasses('Map', 'Object') },
  },
  Indirect: { on: ['Field'], without: ['Required'] },
  PropertyResult: {
    on: ['Object'],
    properties: {
      fields: ofClasses('PropertyValue', 'ReadError', 'WriteError', 'ErrorCode', 'ErrorInfo'),
    },
  },
  PropertyValue: { on: ['Field'], without: ['Required'], parents: fieldOf(['PropertyResult']) },
  ReadError: errorField(),
  WriteError: errorField(),
  ErrorCode: {
    on: ['Field'],
    properties: { schema: ofClasses('Enum') },
    parents: fieldOf(results),
  },
  ErrorInfo: {
    on: ['Field'],
    properties: { schema: ofClasses('Object') },
    parents: fieldOf(results, { beside: 'ErrorCode' }),
  },
};

function errorField(): Type {
  return {
    on: ['Field'],
    without: ['Required'],
    properties: { schema: ofClasses('Error') },
    parents: fieldOf(['PropertyResult']),
  };
}

/** The fourth version of mqtt: the third with properties, their results and codes of errors. */
function extended(rules: ContextRules): ContextRules {
  const { Mqtt, Indexed, Result, ...others } = rules.cotypes;
  const topic = Mqtt?.properties.telemetryTopic;
  if (!Mqtt || !topic || !Indexed || !Result) throw new TypeError('mqtt;3 has these types');
  const prefix = 'dtmi:dtdl:extension:mqtt:v4';
  const added = typesOf(mqttTypes, {
    type: (name) => `${prefix}:${name}`,
    property: (name) => name,
  });
  return {
    ...rules,
    terms: [...rules.terms, ...added.terms, `${prefix}:Mqtt:propertyTopic`],
    cotypes: {
      ...others,
      Mqtt: { ...Mqtt, properties: { ...Mqtt.properties, propertyTopic: topic } },
      Indexed: { ...Indexed, on: [...Indexed.on, 'Property;3', 'Property;4'] },
      Result: {
        ...Result,
        properties: { fields: ofClasses('NormalResult', 'ErrorResult', 'ErrorCode', 'ErrorInfo') },
      },
      ...added.cotypes,
    },
  };
}

const number = { schema: ofClasses('NumericSchema') };

const iotOperations: Readonly<Record<string, Type>> = {
  Event: { on: ['Interface'] },
  Composite: { on: ['Interface'], properties: { ontology: literal('string', required) } },
  Congruence: { on: ['Object'], properties: { typeRef: literal('string', required) } },
  Detail: { on: ['Object'] },
  Subject: { on: ['Field'], parents: fieldOf(['Detail']) },
  GroupMember: {
    on: ['Property', 'Telemetry', 'Command'],
    properties: { group: literal('string', { ...required, ...named }) },
  },
  Qualified: {
    on: values,
    properties: { namespace: literal('string', { ...required, ...named }) },
  },
  Limited: {
    on: values,
    properties: {
      ...number,
      minimum: literal('decimal', { instanceOf: 'schema' }),
      maximum: literal('decimal', { instanceOf: 'schema' }),
    },
  },
  Precise: {
    on: values,
    properties: { ...number, decimalPlaces: literal('integer', required) },
  },
  ScaledStatically: {
    on: values,
    properties: { ...number, scaleFactor: literal('decimal', required) },
  },
  HasCapability: { on: ['Relationship'], without: ['HasComponent'] },
  HasComponent: { on: ['Relationship'], without: ['HasCapability'] },
};

/** Types in the form of the published ones, and the terms they bring. */
function typesOf(
  types: Readonly<Record<string, Type>>,
  ids: { type(name: string): string; property(name: string): string },
): { terms: readonly string[]; cotypes: Record<string, CotypeRule> } {
  const cotypes = Object.entries(types).map(([name, { on, without = [], ...rest }]) => {
    const rule: CotypeRule = {
      id: ids.type(name),
      isA: [name, 'AdjunctType'],
      on: on.flatMap((each) => [`${each};3`, `${each};4`]),
      with: [],
      without,
      properties: rest.properties ?? {},
      siblings: [],
      ...(rest.parents !== undefined && { parents: rest.parents }),
    };
    return [name, rule] as const;
  });
  const literals = cotypes.flatMap(([, { properties }]) =>
    Object.entries(properties).filter(([, { kind }]) => kind === 'literal'),
  );
  const terms = [
    ...cotypes.map(([, { id }]) => id),
    ...literals.map(([name]) => ids.property(name)),
  ];
  return { terms: [...new Set(terms)], cotypes: Object.fromEntries(cotypes) };
}
