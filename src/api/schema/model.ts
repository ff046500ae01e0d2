/** `Model`: an interface of the ontology with everything it inherits. */
import type { Content, Interface, MqttFacts } from '../../ontology/catalogue.ts';
import { otherVersions } from '../../ontology/model-versions.ts';
import { builder } from '../builder.ts';
import {
  language,
  ModelCommand,
  ModelComponent,
  ModelRelationship,
  ModelValue,
  textIn,
} from './model-content.ts';

const ModelMqtt = builder.objectRef<MqttFacts>('ModelMqtt').implement({
  description: 'How twins of a model speak MQTT (`Mqtt`).',
  fields: (t) => ({
    telemetryTopic: t.exposeString('telemetryTopic', {
      nullable: true,
      description: 'Where they publish telemetry: labels and `{tokens}`, separated by `/`.',
    }),
    commandTopic: t.exposeString('commandTopic', {
      nullable: true,
      description: 'Where they are sent commands, likewise.',
    }),
    payloadFormat: t.exposeString('payloadFormat', {
      description: 'How payloads are written: `Json/ecma/404`.',
    }),
  }),
});

export const Model = builder.objectRef<Interface>('Model');

Model.implement({
  description: 'A model: a DTDL interface with everything it inherits.',
  fields: (t) => ({
    id: t.id({ description: 'Its DTMI.', resolve: ({ id }) => id }),
    dtdl: t.field({
      type: 'JSON',
      description: 'The DTDL document as it was given.',
      resolve: ({ document }) => document,
    }),
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
    mqtt: t.field({
      type: ModelMqtt,
      nullable: true,
      description: 'How its own twins speak MQTT; models do not inherit this.',
      resolve: ({ mqtt }) => mqtt ?? null,
    }),
    extends: t.field({
      type: [Model],
      description: 'The models it inherits from directly.',
      resolve: (model, _args, { services }) =>
        model.extends.flatMap((id) => services.store.catalogue().interface(id) ?? []),
    }),
    decommissioned: t.boolean({
      description: 'Whether no new twin may have it; twins that have it live on.',
      resolve: ({ id }, _args, { services }) =>
        services.store.catalogue().decommissioned?.has(id) === true,
    }),
    addedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was added.',
      resolve: ({ id }, _args, { services }) => services.store.model(id)?.addedAt ?? null,
    }),
    versions: t.field({
      type: [Model],
      description: 'The other versions of it, newest first: DTMIs that differ after the `;` only.',
      resolve: ({ id }, _args, { services }) => {
        const catalogue = services.store.catalogue();
        const ids = otherVersions(id, catalogue.interfaces.keys());
        return ids.flatMap((other) => catalogue.interface(other) ?? []);
      },
    }),
    properties: t.field({
      type: [ModelValue],
      description: 'Its properties, own and inherited.',
      resolve: (model) => contentsOf(model, 'property'),
    }),
    relationships: t.field({
      type: [ModelRelationship],
      description: 'Its relationships, own and inherited.',
      resolve: (model) => contentsOf(model, 'relationship'),
    }),
    telemetry: t.field({
      type: [ModelValue],
      description: 'Its telemetry, own and inherited.',
      resolve: (model) => contentsOf(model, 'telemetry'),
    }),
    components: t.field({
      type: [ModelComponent],
      description: 'Its components, own and inherited.',
      resolve: (model) => contentsOf(model, 'component'),
    }),
    commands: t.field({
      type: [ModelCommand],
      description: 'Its commands, own and inherited.',
      resolve: (model) => contentsOf(model, 'command'),
    }),
  }),
});

function contentsOf<Kind extends Content['kind']>(
  model: Interface,
  kind: Kind,
): Extract<Content, { kind: Kind }>[] {
  type Wanted = Extract<Content, { kind: Kind }>;
  return [...model.contents.values()].filter((content): content is Wanted => content.kind === kind);
}
