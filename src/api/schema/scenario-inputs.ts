/** What the mutations of scenarios have in common, and what a scenario starts from. */
import { z } from 'zod';
import type { ScenarioBase } from '../../flows/scenario-create.ts';
import type { Edit as EditValue } from '../../model/scenario.ts';
import { builder } from '../builder.ts';
import { editOf } from '../change-of.ts';
import type { ScenarioView } from '../scenario-view.ts';
import type { Fields } from './change-inputs.ts';
import { type Horizon, horizonFields, horizonOf } from './horizon.ts';
import { Scenario } from './scenario.ts';

/** How a scenario is run. */
export const settingFields = (t: Fields) => ({
  seed: t.int({
    description: 'Keys every random draw: the same seed gives the same result.',
    validate: z.int().min(0).nullish(),
  }),
  ...horizonFields(t),
});

interface Setting extends Horizon {
  readonly seed?: number | null | undefined;
}

/** The same as values; what is left out stays as it is, or takes its default. */
export function settingOf(input: Setting) {
  return { ...horizonOf(input), ...(input.seed != null && { seed: input.seed }) };
}

/** The edits of an input. */
export function editsOf(edits: readonly object[] | null | undefined, place: string): EditValue[] {
  return (edits ?? []).map((edit, index) => editOf(edit, `${place}[${index}]`));
}

export const ScenarioBaseInput = builder.inputType('ScenarioBase', {
  isOneOf: true,
  description: 'What a scenario starts from. Exactly one field is given.',
  fields: (t) => ({
    revision: t.field({ type: 'Revision', description: 'The graph after this commit.' }),
    time: t.field({ type: 'DateTime', description: 'The graph as it was at this time.' }),
    scenario: t.id({
      description: 'Id or name of a scenario: its base, edits, seed and horizon.',
    }),
  }),
});

type BaseInput = {
  readonly [K in 'revision' | 'time']?: number | null | undefined;
} & { readonly scenario?: string | null | undefined };

export function baseOf(input: BaseInput | null | undefined): { base?: ScenarioBase } {
  const { revision, time, scenario } = input ?? {};
  if (revision != null) return { base: { revision } };
  if (time != null) return { base: { time } };
  return scenario != null ? { base: { scenario } } : {};
}

export const scenarioPayload = (name: string, description: string) =>
  builder.objectRef<ScenarioView>(name).implement({
    description,
    fields: (t) => ({
      scenario: t.field({
        type: Scenario,
        description: 'The scenario, as a graph that can be asked.',
        resolve: (scenario) => scenario,
      }),
    }),
  });
