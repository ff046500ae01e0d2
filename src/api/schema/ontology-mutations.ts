/** The `createModels`, `decommissionModel` and `deleteModel` mutations. */
import { type Problem, refusal } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Catalogue, Interface } from '../../ontology/catalogue.ts';
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

interface CreatedModels {
  readonly models: Interface[];
  readonly added: Interface[];
}

const CreateModelsPayload = builder.objectRef<CreatedModels>('CreateModelsPayload').implement({
  description: 'The models that were given: those that were added, and those that were there.',
  fields: (t) => ({
    models: t.field({
      type: [Model],
      description: 'The models as they are now, in the order they were given.',
      resolve: ({ models }) => models,
    }),
    added: t.field({
      type: [Model],
      description: 'Those of them that are new.',
      resolve: ({ added }) => added,
    }),
    unchanged: t.field({
      type: [Model],
      description: 'Those of them that were there already, and equal.',
      resolve: ({ models, added }) => [
        ...new Set(models.filter((model) => !added.includes(model))),
      ],
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
      const documents = input.models.filter(isJsonObject);
      const wrong = input.models.flatMap((value, index) =>
        isJsonObject(value) ? [] : [noObject(value, index)],
      );
      if (wrong.length > 0) throw refusal(wrong);
      const added = await store.addModels(documents);
      const catalogue = store.catalogue();
      return {
        models: interfacesOf(
          catalogue,
          documents.map((document) => String(document['@id'])),
        ),
        added: interfacesOf(
          catalogue,
          added.map(({ id }) => id),
        ),
      };
    },
  }),
);

function interfacesOf(catalogue: Catalogue, ids: readonly string[]): Interface[] {
  return ids.flatMap((id) => catalogue.interface(id) ?? []);
}

function noObject(value: Json, index: number): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: `input.models[${index}]`,
    message: `a model is a JSON object, not ${JSON.stringify(value).slice(0, 64)}`,
    expected: 'a DTDL interface: {"@id": "dtmi:…", "@type": "Interface", "@context": …}',
  };
}

const DecommissionModelInput = builder.inputType('DecommissionModelInput', {
  description: 'A model that new twins may no longer have, or may have again.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Its DTMI.' }),
    decommissioned: t.boolean({
      defaultValue: true,
      description: 'False takes it into use again.',
    }),
  }),
});

const DecommissionModelPayload = builder
  .objectRef<{ readonly model: Interface | undefined }>('DecommissionModelPayload')
  .implement({
    description: 'The model as it is now.',
    fields: (t) => ({
      model: t.field({
        type: Model,
        nullable: true,
        description: 'The model; null when it has just been removed.',
        resolve: ({ model }) => model ?? null,
      }),
    }),
  });

builder.mutationField('decommissionModel', (t) =>
  t.field({
    type: DecommissionModelPayload,
    description:
      'Takes a model out of use: its twins live on, and no new twin gets it. Exports say nothing of it.',
    args: {
      input: t.arg({ type: DecommissionModelInput, required: true, description: 'Which model.' }),
    },
    resolve: async (_root, { input: { id, decommissioned } }, { services: { store } }) => {
      await store.decommissionModel(id, decommissioned !== false);
      return { model: store.catalogue().interface(id) };
    },
  }),
);

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
    description:
      'Removes a model; refused while twins or other models use it. `migrateTwins` gives twins another one.',
    args: {
      input: t.arg({ type: DeleteModelInput, required: true, description: 'What to remove.' }),
    },
    resolve: async (_root, { input: { id } }, { services }) => {
      await services.store.removeModel(id);
      return { id };
    },
  }),
);
