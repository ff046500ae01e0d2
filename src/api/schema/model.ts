/** `Model`: an interface of the ontology with everything it inherits. */
import type { Content, Interface } from '../../ontology/catalogue.ts';
import { builder } from '../builder.ts';
import {
  language,
  ModelCommand,
  ModelComponent,
  ModelRelationship,
  ModelValue,
  textIn,
} from './model-content.ts';

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
    extends: t.field({
      type: [Model],
      description: 'The models it inherits from directly.',
      resolve: (model, _args, { services }) =>
        model.extends.flatMap((id) => services.store.catalogue().interface(id) ?? []),
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
