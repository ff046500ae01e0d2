/** What a model declares: properties, telemetry, relationships, components, commands. */
import type { Json, JsonObject } from '../../model/json.ts';
import type {
  CommandContent,
  ComponentContent,
  Content,
  FieldFacts,
  LocalisedText,
  RelationshipContent,
  Schema,
  ValueContent,
} from '../../ontology/catalogue.ts';
import { builder } from '../builder.ts';

type ContentBase = Pick<Content, 'name' | 'definedIn' | 'displayName' | 'description'>;

/** The `language` argument of every localised text. */
export const language = { defaultValue: 'en', description: 'Language tag, as in the model.' };

/** A text in a language, else in English, else in the first there is. */
export function textIn(text: LocalisedText | undefined, tag: string | null | undefined) {
  if (text === undefined) return null;
  const found = tag != null && Object.hasOwn(text, tag) ? text[tag] : text.en;
  return found ?? Object.values(text)[0] ?? null;
}

const ModelContent = builder.interfaceRef<ContentBase>('ModelContent').implement({
  description: 'What each thing that a model declares has.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    displayName: t.string({
      nullable: true,
      description: 'Its name for people.',
      args: { language: t.arg.string(language) },
      resolve: ({ displayName }, args) => textIn(displayName, args.language),
    }),
    description: t.string({
      nullable: true,
      description: 'What it is.',
      args: { language: t.arg.string(language) },
      resolve: ({ description }, args) => textIn(description, args.language),
    }),
    definedIn: t.id({
      description: 'The DTMI of the model that declares it.',
      resolve: ({ definedIn }) => definedIn,
    }),
  }),
});

export const ModelValue = builder.objectRef<ValueContent>('ModelValue').implement({
  description: 'A property or telemetry that a model declares.',
  interfaces: [ModelContent],
  fields: (t) => ({
    schema: t.field({
      type: 'JSON',
      description: 'Its schema: the name of a primitive one, else its DTDL form.',
      resolve: ({ schema }) => schemaJson(schema),
    }),
    semanticType: t.exposeString('semanticType', {
      nullable: true,
      description: 'What kind of quantity it is (`Temperature`).',
    }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: 'The unit of its values (`degreeCelsius`).',
    }),
    unitFrom: t.exposeString('unitFrom', {
      nullable: true,
      description:
        'The property beside it that says the unit of a twin’s values instead, where the twin has it.',
    }),
    writable: t.exposeBoolean('writable', { description: 'Whether a client may set it.' }),
    historized: t.boolean({
      description: 'Whether its history is kept longer than that of others (`Historized`).',
      resolve: ({ historized }) => historized === true,
    }),
    annotates: t.exposeString('annotates', {
      nullable: true,
      description: 'The property or telemetry beside it that it says more of (`ValueAnnotation`).',
    }),
    overrides: t.exposeString('overrides', {
      nullable: true,
      description: 'What of that one its values replace (`Override`): `unit`.',
    }),
    index: t.exposeInt('index', {
      nullable: true,
      description: 'Its number in payloads that number their fields (`Indexed`).',
    }),
  }),
});

export const ModelRelationship = builder.objectRef<RelationshipContent>('ModelRelationship');

ModelRelationship.implement({
  description: 'A relationship that a model declares.',
  interfaces: [ModelContent],
  fields: (t) => ({
    target: t.id({
      nullable: true,
      description: 'DTMI that its targets must be or inherit from; null where any twin will do.',
      resolve: ({ target }) => target ?? null,
    }),
    minMultiplicity: t.exposeInt('minMultiplicity', {
      nullable: true,
      description: 'How many a twin has at least.',
    }),
    maxMultiplicity: t.exposeInt('maxMultiplicity', {
      nullable: true,
      description: 'How many a twin has at most.',
    }),
    properties: t.field({
      type: [ModelValue],
      description: 'The properties of the relationship itself.',
      resolve: ({ properties }) => [...properties.values()],
    }),
  }),
});

export const ModelComponent = builder.objectRef<ComponentContent>('ModelComponent').implement({
  description: 'A component that a model declares.',
  interfaces: [ModelContent],
  fields: (t) => ({
    model: t.id({ description: 'The DTMI of its model.', resolve: ({ schema }) => schema }),
  }),
});

export const ModelCommand = builder.objectRef<CommandContent>('ModelCommand').implement({
  description: 'A command that a model declares.',
  interfaces: [ModelContent],
  fields: (t) => ({
    request: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The schema of what is sent.',
      resolve: ({ request }) => (request === undefined ? null : schemaJson(request)),
    }),
    response: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The schema of what comes back.',
      resolve: ({ response }) => (response === undefined ? null : schemaJson(response)),
    }),
    idempotent: t.boolean({
      description: 'Whether to repeat it does no more than to send it once (`Idempotent`).',
      resolve: ({ idempotent }) => idempotent === true,
    }),
    ttl: t.exposeString('ttl', {
      nullable: true,
      description: 'How long its answer stays good, an ISO 8601 duration (`Cacheable`).',
    }),
  }),
});

/** A schema in its DTDL form, references resolved. */
function schemaJson(schema: Schema): Json {
  switch (schema.kind) {
    case 'primitive':
      return schema.name;
    case 'enum':
      return {
        '@type': 'Enum',
        valueSchema: schema.valueSchema,
        enumValues: schema.values.map(({ name, value }) => ({ name, enumValue: value })),
      };
    case 'object': {
      const fields = [...schema.fields].map(([name, of]) => ({
        name,
        schema: schemaJson(of),
        ...factsJson('Field', schema.facts?.get(name)),
      }));
      return { '@type': 'Object', fields };
    }
    case 'array':
      return { '@type': 'Array', elementSchema: schemaJson(schema.element) };
    case 'map':
      return { '@type': 'Map', mapValue: schemaJson(schema.value) };
  }
}

/** What else is said of a field, as DTDL has it: supplemental types and a unit. */
function factsJson(type: string, { semanticType, unit, required }: FieldFacts = {}): JsonObject {
  const types = [
    ...(semanticType === undefined ? [] : [semanticType]),
    ...(required ? ['Required'] : []),
  ];
  return {
    ...(types.length > 0 && { '@type': [type, ...types] }),
    ...(unit !== undefined && { unit }),
  };
}
