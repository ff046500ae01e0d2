/** `Component`: a part of a twin that has a model of its own. */
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { valueAt } from '../../model/path.ts';
import type { Twin } from '../../model/twin.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { builder } from '../builder.ts';
import { propertyOf, unit } from '../property-of.ts';

interface ComponentNode {
  readonly name: string;
  readonly model: string;
  readonly properties: JsonObject;
}

export const Component = builder.objectRef<ComponentNode>('Component').implement({
  description: 'A part of a twin that has a model of its own.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in the model of the twin.' }),
    model: t.id({ description: 'The DTMI of its model.', resolve: ({ model }) => model }),
    properties: t.field({
      type: 'JSON',
      description: 'Its property values by name.',
      resolve: ({ properties }) => properties,
    }),
    property: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The value of one property; null where it has none. A name that no model knows is refused.',
      args: {
        name: t.arg.string({ required: true, description: 'Name or path within the component.' }),
        unit: t.arg.string(unit),
      },
      resolve: ({ properties, model }, args, { services }) =>
        propertyOf(properties, args, { model, catalogue: services.store.catalogue() }),
    }),
  }),
});

/** The components of a twin as its model declares them, those without values included. */
export function componentsOf(twin: Twin, catalogue: Catalogue): ComponentNode[] {
  const nodes: ComponentNode[] = [];
  for (const content of catalogue.interface(twin.model)?.contents.values() ?? []) {
    if (content.kind !== 'component') continue;
    const value = valueAt(twin.properties, content.name);
    const properties = isJsonObject(value) ? value : {};
    nodes.push({ name: content.name, model: content.schema, properties });
  }
  return nodes;
}
