/** The `editScenario` mutation. */
import { editScenario } from '../../flows/scenario-edit.ts';
import { builder } from '../builder.ts';
import { editOf } from '../change-of.ts';
import { scenarioView } from '../scenario-view.ts';
import { Edit } from './edit.ts';
import { editsOf, scenarioPayload, settingFields, settingOf } from './scenario-inputs.ts';

const ReplaceEdit = builder.inputType('ReplaceEdit', {
  description: 'An edit in the place of another.',
  fields: (t) => ({
    position: t.int({ required: true, description: 'Position of the old one, from 0.' }),
    edit: t.field({ type: Edit, required: true, description: 'The new one.' }),
  }),
});

const EditScenarioInput = builder.inputType('EditScenarioInput', {
  description: 'Which scenario to change, and how. Positions are those before the change.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Its id or its name.' }),
    name: t.string({ description: 'A name for the result, beside those that move on to it.' }),
    remove: t.intList({ description: 'Positions of edits to leave out, from 0.' }),
    replace: t.field({ type: [ReplaceEdit], description: 'Edits to put in the place of others.' }),
    edits: t.field({ type: [Edit], description: 'Edits to add at the end, in order.' }),
    ...settingFields(t),
  }),
});

const Payload = scenarioPayload('EditScenarioPayload', 'The scenario that the edit made.');

builder.mutationField('editScenario', (t) =>
  t.field({
    type: Payload,
    description:
      'Makes another scenario of one, which becomes its parent and stays until it is deleted. The name it is asked by moves on to the new one, as a branch does; all of its names where it is asked by its id.',
    complexity: { field: 100, multiplier: 1 },
    args: {
      input: t.arg({ type: EditScenarioInput, required: true, description: 'What to change.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { id: asked, name, remove, replace } = input;
      const { id } = await editScenario(context.services, {
        id: asked,
        ...(name != null && { name }),
        remove: remove ?? [],
        replace: (replace ?? []).map(({ position, edit }, index) => ({
          position,
          edit: editOf(edit, `input.replace[${index}].edit`),
        })),
        edits: editsOf(input.edits, 'input.edits'),
        ...settingOf(input),
      });
      return scenarioView(id, context, name == null ? {} : { asked: name });
    },
  }),
);
