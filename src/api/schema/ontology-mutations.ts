/** The `createModels` and `deleteModel` mutations. */
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Interface } from '../../ontology/catalogue.ts';
import { builder } from '../builder.ts';
import { Model } from './model.ts';

const CreateModelsInput = builder.inputType('CreateModelsInput', {
  description: 'Models to add at once.',
  fields: (t) => ({
    models: t.field({
      type: ['JSON'],
      required: true,
      description: 'DTDL interfaces, in any order. All are added or none.',
    }),
  }),
});

const CreateModelsPayload = builder
  .objectRef<{ readonly models: Interface[] }>('CreateModelsPayload')
  .implement({
    description: 'The models that were added.',
    fields: (t) => ({
      models: t.field({
        type: [Model],
        description: 'The models as they are now, in the order they were given.',
        resolve: ({ models }) => models,
      }),
    }),
  });

builder.mutationField('createModels', (t) =>
  t.field({
    type: CreateModelsPayload,
    description:
      'Adds models to the ontology. An equal one that is there already is left as it is; a different one under the same DTMI is a CONFLICT.',
    args: {
      input: t.arg({ type: CreateModelsInput, required: true, description: 'What to add.' }),
    },
    resolve: async (_root, { input }, { services: { store } }) => {
      const documents = input.models.map(documentOf);
      await store.addModels(documents);
      const ids = documents.map((document) => String(document['@id']));
      return { models: ids.flatMap((id) => store.catalogue().interface(id) ?? []) };
    },
  }),
);

function documentOf(value: Json, index: number): JsonObject {
  if (isJsonObject(value)) return value;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `input.models[${index}]`,
    message: 'a model is a JSON object',
    expected: 'a DTDL interface: {"@id": "dtmi:…", "@type": "Interface", "@context": …}',
  });
}

const DeleteModelInput = builder.inputType('DeleteModelInput', {
  description: 'The model to remove.',
  fields: (t) => ({ id: t.id({ required: true, description: 'Its DTMI.' }) }),
});

const DeleteModelPayload = builder
  .objectRef<{ readonly id: string }>('DeleteModelPayload')
  .implement({
    description: 'The model that was removed.',
    fields: (t) => ({ id: t.id({ description: 'Its DTMI.', resolve: ({ id }) => id }) }),
  });

builder.mutationField('deleteModel', (t) =>
  t.field({
    type: DeleteModelPayload,
    description: 'Removes a model; refused while twins or other models use it.',
    args: {
      input: t.arg({ type: DeleteModelInput, required: true, description: 'What to remove.' }),
    },
    resolve: async (_root, { input: { id } }, { services }) => {
      await services.store.removeModel(id);
      return { id };
    },
  }),
);
