/** `Twin`: one asset, process or place. */
import { builder } from '../builder.ts';
import type { TwinNode } from '../graph-view.ts';
import { checkPath, propertyOf, unit } from '../property-of.ts';
import { Component, componentsOf } from './component.ts';
import { Model } from './model.ts';

export const Twin = builder.objectRef<TwinNode>('Twin').implement({
  description: 'A twin: one asset, process or place of the graph.',
  fields: (t) => ({
    id: t.id({
      description: 'Its own id, unique in its graph.',
      resolve: ({ twin }) => twin.id,
    }),
    model: t.id({
      description: 'The DTMI of its model.',
      resolve: ({ twin }) => twin.model,
    }),
    interface: t.field({
      type: Model,
      nullable: true,
      description:
        'Its model with all that it inherits; null when the model is not known any more.',
      resolve: ({ twin }, _args, { services }) =>
        services.store.catalogue().interface(twin.model) ?? null,
    }),
    properties: t.field({
      type: 'JSON',
      description: 'All its property values by name; a component is an object under its name.',
      resolve: ({ twin }) => twin.properties,
    }),
    property: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The value of one property; null where it has none. A name that no model knows is refused.',
      args: {
        name: t.arg.string({ required: true, description: 'Name or path: `thermostat/target`.' }),
        unit: t.arg.string(unit),
      },
      resolve: ({ twin }, args, { services }) =>
        propertyOf(twin.properties, args, {
          model: twin.model,
          catalogue: services.store.catalogue(),
        }),
    }),
    observedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When one property was observed by its source; null if it never was.',
      args: {
        name: t.arg.string({ required: true, description: 'Name or path: `thermostat/target`.' }),
      },
      resolve: ({ twin }, { name }, { services }) => {
        if (Object.hasOwn(twin.stamps, name)) return twin.stamps[name]?.time ?? null;
        checkPath(name, { model: twin.model, catalogue: services.store.catalogue() });
        return null;
      },
    }),
    components: t.field({
      type: [Component],
      description: 'Its components, as its model declares them.',
      resolve: ({ twin }, _args, { services }) => componentsOf(twin, services.store.catalogue()),
    }),
    revision: t.field({
      type: 'Revision',
      description: 'The commit that last changed it.',
      resolve: ({ twin }) => twin.revision,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When that commit was made.',
      resolve: ({ twin }) => twin.updatedAt,
    }),
  }),
});
