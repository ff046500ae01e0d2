/** `Edit`: one step of a what-if. */
import { z } from 'zod';
import { builder } from '../builder.ts';
import {
  type Fields,
  newRelationship,
  newTwin,
  relationshipKey,
  removeTwin,
  setProperty,
  setRelationship,
} from './change-inputs.ts';

/** A time of the run, in seconds after its start inside. */
const time = (t: Fields, description: string) =>
  t.field({ type: 'Duration', description, validate: z.number().min(0).nullish() });

/** The time that every edit may carry. */
const at = (t: Fields) => ({
  at: time(t, 'How long after the start it takes effect; at the start when left out.'),
});

const SetEdit = builder.inputType('SetEdit', {
  description: 'Sets one property of a twin.',
  fields: (t) => ({ ...setProperty(t), ...at(t) }),
});

const ScaleEdit = builder.inputType('ScaleEdit', {
  description: 'Multiplies a numeric property of a twin.',
  fields: (t) => ({
    twin: t.id({ required: true, description: 'Id of the twin.' }),
    property: t.string({ required: true, description: 'Path of the property.' }),
    factor: t.float({ required: true, description: 'What to multiply by: 1.2 is 20 % more.' }),
    ...at(t),
  }),
});

const AddTwinEdit = builder.inputType('AddTwinEdit', {
  description: 'Adds a twin.',
  fields: (t) => ({ ...newTwin(t), ...at(t) }),
});

const RemoveTwinEdit = builder.inputType('RemoveTwinEdit', {
  description: 'Removes a twin and its relationships.',
  fields: (t) => ({ ...removeTwin(t), ...at(t) }),
});

const AddRelationshipEdit = builder.inputType('AddRelationshipEdit', {
  description: 'Adds a relationship.',
  fields: (t) => ({ ...newRelationship(t), ...at(t) }),
});

const SetRelationshipEdit = builder.inputType('SetRelationshipEdit', {
  description: 'Sets one property of a relationship.',
  fields: (t) => ({ ...setRelationship(t), ...at(t) }),
});

const RemoveRelationshipEdit = builder.inputType('RemoveRelationshipEdit', {
  description: 'Removes a relationship.',
  fields: (t) => ({ ...relationshipKey(t), ...at(t) }),
});

const OutageKind = builder.enumType('OutageKind', {
  description: 'What a twin that is out does no more.',
  values: {
    ALL: { value: 'all', description: 'Everything.' },
    ORDERS: { value: 'orders', description: 'It places no orders.' },
    SHIPMENTS: { value: 'shipments', description: 'It ships nothing.' },
    RECEIPTS: { value: 'receipts', description: 'It takes nothing in.' },
    TRANSIT: { value: 'transit', description: 'What is on its way stands still.' },
  } as const,
});

const OutageEdit = builder.inputType('OutageEdit', {
  description: 'Takes a twin out of service for a time.',
  fields: (t) => ({
    twin: t.id({ required: true, description: 'Id of the twin.' }),
    from: time(t, 'How long after the start it begins; at the start when left out.'),
    until: time(t, 'How long after the start it is over; it lasts to the end when left out.'),
    kind: t.field({ type: OutageKind, description: 'What it does no more; ALL when left out.' }),
  }),
});

const PolicyEdit = builder.inputType('PolicyEdit', {
  description: 'Gives a twin another replenishment or dispatching policy.',
  fields: (t) => ({
    twin: t.id({ required: true, description: 'Id of the twin.' }),
    policy: t.string({ required: true, description: 'Name of the policy.' }),
    parameters: t.field({ type: 'JSON', description: 'Its parameters by name.' }),
    ...at(t),
  }),
});

export const Edit = builder.inputType('Edit', {
  isOneOf: true,
  description: 'One step of a what-if. Exactly one field is given; each may carry its time.',
  fields: (t) => ({
    set: t.field({ type: SetEdit, description: 'Sets one property of a twin.' }),
    scale: t.field({ type: ScaleEdit, description: 'Multiplies a numeric property of a twin.' }),
    addTwin: t.field({ type: AddTwinEdit, description: 'Adds a twin.' }),
    removeTwin: t.field({
      type: RemoveTwinEdit,
      description: 'Removes a twin and its relationships.',
    }),
    addRelationship: t.field({ type: AddRelationshipEdit, description: 'Adds a relationship.' }),
    setRelationship: t.field({
      type: SetRelationshipEdit,
      description: 'Sets one property of a relationship.',
    }),
    removeRelationship: t.field({
      type: RemoveRelationshipEdit,
      description: 'Removes a relationship.',
    }),
    outage: t.field({ type: OutageEdit, description: 'Takes a twin out of service for a time.' }),
    policy: t.field({ type: PolicyEdit, description: 'Gives a twin another policy.' }),
  }),
});
