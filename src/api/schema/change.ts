/** `Change`: one step of a commit. */
import { builder } from '../builder.ts';
import {
  newRelationship,
  newTwin,
  relationshipKey,
  removeTwin,
  setProperty,
  setRelationship,
} from './change-inputs.ts';

const NewTwin = builder.inputType('NewTwin', { description: 'A twin.', fields: newTwin });

const NewRelationship = builder.inputType('NewRelationship', {
  description: 'A relationship between two twins.',
  fields: newRelationship,
});

const SetProperty = builder.inputType('SetProperty', {
  description: 'A new value for one property of a twin.',
  fields: setProperty,
});

const RemoveTwin = builder.inputType('RemoveTwin', {
  description: 'A twin to remove.',
  fields: (t) => ({
    ...removeTwin(t),
    detach: t.boolean({
      description: 'Whether its relationships go with it; refused when it has some otherwise.',
    }),
  }),
});

const SetRelationshipProperty = builder.inputType('SetRelationshipProperty', {
  description: 'A new value for one property of a relationship.',
  fields: setRelationship,
});

const RelationshipKey = builder.inputType('RelationshipKey', {
  description: 'What names a relationship.',
  fields: relationshipKey,
});

const Observation = builder.inputType('Observation', {
  description: 'A value that was observed: has an effect only if it is newer than what is known.',
  fields: (t) => ({
    twin: t.id({ required: true, description: 'Id of the twin.' }),
    path: t.string({ required: true, description: 'Path of the property.' }),
    value: t.field({ type: 'JSON', required: true, description: 'The observed value.' }),
    time: t.field({ type: 'DateTime', required: true, description: 'When it was observed.' }),
    sequence: t.int({ description: 'Orders observations of the same time.' }),
    writer: t.string({ description: 'Who observed it; orders observations that tie otherwise.' }),
    messageId: t.string({ description: 'The same id has an effect once for each property.' }),
  }),
});

export const Change = builder.inputType('Change', {
  isOneOf: true,
  description: 'One step of a commit. Exactly one field is given.',
  fields: (t) => ({
    addTwin: t.field({ type: NewTwin, description: 'Creates a twin; refused when the id exists.' }),
    putTwin: t.field({ type: NewTwin, description: 'Creates a twin, or replaces it.' }),
    set: t.field({ type: SetProperty, description: 'Sets one property of a twin.' }),
    removeTwin: t.field({ type: RemoveTwin, description: 'Removes a twin.' }),
    addRelationship: t.field({
      type: NewRelationship,
      description: 'Creates a relationship; refused when it exists.',
    }),
    putRelationship: t.field({
      type: NewRelationship,
      description: 'Creates a relationship, or replaces it.',
    }),
    setRelationship: t.field({
      type: SetRelationshipProperty,
      description: 'Sets one property of a relationship.',
    }),
    removeRelationship: t.field({ type: RelationshipKey, description: 'Removes a relationship.' }),
    observe: t.field({ type: Observation, description: 'Takes in an observed value.' }),
  }),
});
