/** The inputs that `Change` (of a commit) and `Edit` (of a what-if) have in common, field by field. */
import type { Types } from '../builder.ts';

/** What builds the fields of an input. */
export type Fields = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

export const newTwin = (t: Fields) => ({
  id: t.id({ required: true, description: 'Its id: 1 to 256 characters, not starting with $.' }),
  model: t.id({ required: true, description: 'The DTMI of its model.' }),
  properties: t.field({
    type: 'JSON',
    description: 'Property values by name; a component is an object under its name.',
  }),
});

export const setProperty = (t: Fields) => ({
  twin: t.id({ required: true, description: 'Id of the twin.' }),
  property: t.string({ required: true, description: 'Path of the property.' }),
  value: t.field({ type: 'JSON', description: 'The new value; null removes the property.' }),
});

export const removeTwin = (t: Fields) => ({
  twin: t.id({ required: true, description: 'Id of the twin.' }),
});

export const newRelationship = (t: Fields) => ({
  source: t.id({ required: true, description: 'Id of the twin it leaves.' }),
  target: t.id({ required: true, description: 'Id of the twin it reaches.' }),
  name: t.string({ required: true, description: 'Its name in the model of the source.' }),
  id: t.id({ description: 'Its id among those of the source; `name:target` by default.' }),
  properties: t.field({ type: 'JSON', description: 'Property values by name.' }),
});

export const relationshipKey = (t: Fields) => ({
  source: t.id({ required: true, description: 'Id of the twin it leaves.' }),
  id: t.id({ required: true, description: 'Its id among the relationships of the source.' }),
});

export const setRelationship = (t: Fields) => ({
  ...relationshipKey(t),
  property: t.string({ required: true, description: 'Path of the property.' }),
  value: t.field({ type: 'JSON', description: 'The new value; null removes the property.' }),
});
