/** The `deleteScenario` mutation. */
import { deleteScenario } from '../../flows/scenario-delete.ts';
import { builder } from '../builder.ts';

const DeleteScenarioInput = builder.inputType('DeleteScenarioInput', {
  description: 'Which scenario to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'Its id or its name.' }) }),
});

type Deleted = Awaited<ReturnType<typeof deleteScenario>>;

const DeleteScenarioPayload = builder.objectRef<Deleted>('DeleteScenarioPayload').implement({
  description: 'What was deleted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the scenario.' }),
    deleted: t.exposeBoolean('deleted', {
      description:
        'Whether it is gone; false where one of its names went and another still holds it.',
    }),
  }),
});

builder.mutationField('deleteScenario', (t) =>
  t.field({
    type: DeleteScenarioPayload,
    description:
      'Deletes a scenario; scenarios that were made from it stay as they are. Asked by one of several names, that name alone goes.',
    args: {
      input: t.arg({ type: DeleteScenarioInput, required: true, description: 'Which one.' }),
    },
    resolve: (_root, { input }, { services }) => deleteScenario(services, input.id),
  }),
);
