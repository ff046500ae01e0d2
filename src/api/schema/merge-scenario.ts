/** The `mergeScenario` mutation. */
import { z } from 'zod';
import {
  type LeftOutEdit,
  type MergedScenario,
  mergeScenario,
} from '../../flows/scenario-merge.ts';
import type { Json } from '../../model/json.ts';
import type { MergeConflict as Conflict } from '../../scenario/merge.ts';
import { builder } from '../builder.ts';
import { type ScenarioView, scenarioView } from '../scenario-view.ts';
import { conditions, optionsOf } from './bulk.ts';
import { Scenario } from './scenario.ts';

const Prefer = builder.enumType('MergePreference', {
  description: 'Whose value is taken where the scenario and the present both changed one.',
  values: {
    SCENARIO: { value: 'scenario', description: "The scenario's." },
    PRESENT: { value: 'present', description: "The present's." },
  } as const,
});

const MergeScenarioInput = builder.inputType('MergeScenarioInput', {
  description: 'Which scenario to merge, and on what condition.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Its id or its name.' }),
    at: t.field({
      type: 'Duration',
      description:
        'Merge it with the edits that have taken effect this long after the start; with all of them when left out.',
      validate: z.number().min(0).nullish(),
    }),
    prefer: t.field({ type: Prefer, description: 'How conflicts are settled; refused otherwise.' }),
    ...conditions(t),
  }),
});

const MergeConflict = builder.objectRef<Conflict>('MergeConflict').implement({
  description: 'A property that the scenario and the present changed to different values.',
  fields: (t) => ({
    twin: t.exposeID('twin', { description: 'The twin, or the source of the relationship.' }),
    relationship: t.id({
      nullable: true,
      description: "The relationship's id among those of the twin; null for the twin itself.",
      resolve: ({ relationship }) => relationship ?? null,
    }),
    property: t.exposeString('property', {
      description: 'Path of the property, or `$model`, `$name`, `$source`, `$target`.',
    }),
    base: t.expose('base', { type: 'JSON', nullable: true, description: 'What it was.' }),
    scenario: t.expose('scenario', {
      type: 'JSON',
      nullable: true,
      description: 'What the scenario made of it; null for nothing.',
    }),
    present: t.expose('present', {
      type: 'JSON',
      nullable: true,
      description: 'What it is now; null for nothing.',
    }),
  }),
});

const LeftOut = builder.objectRef<LeftOutEdit>('LeftOutEdit').implement({
  description: 'An edit that a live graph cannot take over.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Its position in the scenario, from 0.' }),
    edit: t.field({
      type: 'JSON',
      description: 'The edit.',
      resolve: ({ edit }) => edit as unknown as Json,
    }),
    reason: t.exposeString('reason', { description: 'Why it is left out.' }),
  }),
});

interface Merged {
  readonly view: ScenarioView;
  readonly result: MergedScenario;
}

const MergeScenarioPayload = builder.objectRef<Merged>('MergeScenarioPayload').implement({
  description: 'What a merge did, or would do.',
  fields: (t) => ({
    scenario: t.field({
      type: Scenario,
      description: 'The scenario, which stays as it is.',
      resolve: ({ view }) => view,
    }),
    revision: t.field({
      type: 'Revision',
      description: 'The revision that holds the changes; the present one when nothing changed.',
      resolve: ({ result }) => result.revision,
    }),
    repeated: t.boolean({
      description: 'Whether the operation had been committed before.',
      resolve: ({ result }) => result.repeated,
    }),
    changed: t.int({
      description: 'How many twins and relationships change.',
      resolve: ({ result }) => result.changes,
    }),
    conflicts: t.field({
      type: [MergeConflict],
      description: 'What both had changed: settled as preferred, or in the way of a merge.',
      resolve: ({ result }) => [...result.conflicts],
    }),
    leftOut: t.field({
      type: [LeftOut],
      description: 'Edits that are no part of the merge.',
      resolve: ({ result }) => [...result.leftOut],
    }),
  }),
});

builder.mutationField('mergeScenario', (t) =>
  t.field({
    type: MergeScenarioPayload,
    description:
      'Commits to the live graph what the scenario changed against its base, and nothing else: all at once or nothing. A property that the present changed too, to another value, is a CONFLICT, which lists them all in `extensions.problems`.',
    complexity: { field: 100, multiplier: 1 },
    args: {
      input: t.arg({ type: MergeScenarioInput, required: true, description: 'What to merge.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { dryRun, ifRevision, operationId } = optionsOf(input);
      const result = await mergeScenario(context.services, {
        id: input.id,
        ...(input.at != null && { at: input.at }),
        ...(input.prefer != null && { prefer: input.prefer }),
        ...(dryRun !== undefined && { dryRun }),
        ...(ifRevision !== undefined && { ifRevision }),
        ...(operationId !== undefined && { operationId }),
      });
      return { result, view: scenarioView(result.id, context, { asked: input.id }) };
    },
  }),
);
