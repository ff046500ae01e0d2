/** `Scenario.simulate`: the what-if of a scenario against its base. */
import { z } from 'zod';
import { simulateScenario } from '../../flows/scenario-simulate.ts';
import { builder } from '../builder.ts';
import { graphView } from '../graph-view.ts';
import { Edit } from './edit.ts';
import { Scenario } from './scenario.ts';
import { editsOf } from './scenario-inputs.ts';
import { RunWhatIfPayload } from './what-if.ts';

builder.objectField(Scenario, 'simulate', (t) =>
  t.field({
    type: RunWhatIfPayload,
    description: 'What its edits would change against its base. Nothing is kept of it.',
    complexity: { field: 500, multiplier: 1 },
    args: {
      edits: t.arg({ type: [Edit], description: 'More edits, after those of the scenario.' }),
      replications: t.arg.int({
        description: 'How many seeds are run where demand is random: 2 to 1000, 10 by default.',
        validate: z.int().min(2).max(1000).nullish(),
      }),
    },
    resolve: async ({ open }, { edits, replications }, { services, signal, observe }) => {
      const { item, looked, catalogue } = await simulateScenario(services, {
        id: open.id,
        edits: editsOf(edits, 'edits'),
        ...(replications != null && { replications }),
        signal: signal(),
      });
      const source = { snapshot: () => looked, catalogue: () => catalogue };
      return { item, graph: graphView(source, observe) };
    },
  }),
);
