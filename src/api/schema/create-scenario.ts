/** The `createScenario` mutation. */
import { createScenario } from '../../flows/scenario-create.ts';
import { builder } from '../builder.ts';
import { scenarioView } from '../scenario-view.ts';
import { Edit } from './edit.ts';
import {
  baseOf,
  editsOf,
  ScenarioBaseInput,
  scenarioPayload,
  settingFields,
  settingOf,
} from './scenario-inputs.ts';

const CreateScenarioInput = builder.inputType('CreateScenarioInput', {
  description: 'What a scenario is made of.',
  fields: (t) => ({
    name: t.string({
      description: 'A name that is free, by which it can be asked like by its id.',
    }),
    base: t.field({
      type: ScenarioBaseInput,
      description: 'What it starts from; the present when left out.',
    }),
    edits: t.field({
      type: [Edit],
      description: 'The edits, in order, after those of the scenario it starts from.',
    }),
    ...settingFields(t),
  }),
});

const Payload = scenarioPayload('CreateScenarioPayload', 'The scenario that is kept.');

builder.mutationField('createScenario', (t) =>
  t.field({
    type: Payload,
    description:
      'Keeps a scenario. The live graph stays as it is; an equal scenario is kept once. Every edit is judged first: `index` of a problem is its position in the whole scenario.',
    complexity: { field: 100, multiplier: 1 },
    args: {
      input: t.arg({ type: CreateScenarioInput, required: true, description: 'What to keep.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { name } = input;
      const { id } = await createScenario(context.services, {
        ...(name != null && { name }),
        ...baseOf(input.base),
        edits: editsOf(input.edits, 'input.edits'),
        ...settingOf(input),
      });
      return scenarioView(id, context, name == null ? {} : { asked: name });
    },
  }),
);
