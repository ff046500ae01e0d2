/** What a model declares: properties, telemetry, relationships, components, commands. */
import type { Json } from '../../model/json.ts';
import type {
  CommandContent,
  ComponentContent,
  Content,
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
    writable: t.exposeBoolean('writable', { description: 'Whether a client may set it.' }),
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
      const fields = [...schema.fields].map(([name, of]) => ({ name, schema: schemaJson(of) }));
      return { '@type': 'Object', fields };
    }
    case 'array':
      return { '@type': 'Array', elementSchema: schemaJson(schema.element) };
    case 'map':
      return { '@type': 'Map', mapValue: schemaJson(schema.value) };
  }
}
