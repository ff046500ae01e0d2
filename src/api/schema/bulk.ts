/** The `updateTwins` and `deleteTwins` mutations: edits of all twins that fit a filter. */
import { deletion, updateOf } from '../../flows/bulk-changes.ts';
import { editTwins } from '../../flows/bulk-edit.ts';
import type { BulkOptions } from '../../flows/bulk-result.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { TwinFilter } from '../../query/query.ts';
import { builder } from '../builder.ts';
import { type TwinFilterArguments, twinFilter } from '../twin-filter.ts';
import { BulkEditPayload } from './bulk-payload.ts';
import type { Fields } from './change-inputs.ts';
import { Where } from './route-inputs.ts';

const PropertyValue = builder.inputType('PropertyValue', {
  description: 'A value for one property.',
  fields: (t) => ({
    property: t.string({ required: true, description: 'Path of the property.' }),
    value: t.field({ type: 'JSON', description: 'The value; null removes the property.' }),
  }),
});

/** On what conditions an edit of many twins is made. */
export const conditions = (t: Fields) => ({
  dryRun: t.boolean({ description: 'Judge everything and change nothing.' }),
  ifRevision: t.field({
    type: 'Revision',
    description: 'Refuse with CONFLICT unless this is the present revision.',
  }),
  operationId: t.string({
    description:
      'A name for this operation: sending it again changes nothing more, and another one under this name is a CONFLICT.',
  }),
});

const edited = (t: Fields) => ({
  model: t.id({ description: 'DTMI of their model; twins of its subtypes count too.' }),
  exact: t.boolean({ description: 'Whether subtypes of the model are left out.' }),
  where: t.field({
    type: Where,
    description: 'What they have to fulfil; this or model is needed.',
  }),
  ...conditions(t),
});

const UpdateTwinsInput = builder.inputType('UpdateTwinsInput', {
  description: 'What all twins that fit are to have. All are changed at once, or none.',
  fields: (t) => ({
    ...edited(t),
    set: t.field({ type: [PropertyValue], description: 'Values to set, in order.' }),
    setModel: t.id({
      description:
        'The DTMI of the model they get, with the properties they have and those in set.',
    }),
  }),
});

const DeleteTwinsInput = builder.inputType('DeleteTwinsInput', {
  description: 'Which twins to remove. All are removed at once, or none.',
  fields: (t) => ({
    ...edited(t),
    detach: t.boolean({
      description:
        'Whether their relationships go with them; refused when they have some otherwise.',
    }),
  }),
});

interface Conditions {
  readonly dryRun?: boolean | null | undefined;
  readonly ifRevision?: number | null | undefined;
  readonly operationId?: string | null | undefined;
}

/** The same as options. */
export function optionsOf({ dryRun, ifRevision, operationId }: Conditions): BulkOptions {
  return {
    dryRun: dryRun === true,
    ...(ifRevision != null && { ifRevision }),
    ...(operationId != null && { operationId }),
  };
}

/** The filter; one that says nothing would mean every twin there is. */
function filterOf(input: TwinFilterArguments): TwinFilter {
  if (input.model != null || input.where != null) return twinFilter(input);
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'input',
    message: 'nothing says which twins are meant',
    expected: 'model, where, or both',
  });
}

/** A left-out value is an oversight; removing a property takes an explicit null. */
function valueGiven({ property, value }: { property: string; value?: Json | undefined }) {
  if (value !== undefined) return { property, value };
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'input.set',
    message: `there is no value to set for ${property.slice(0, 256)}`,
    expected: 'a JSON value, or null to remove the property',
  });
}

builder.mutationField('updateTwins', (t) =>
  t.field({
    type: BulkEditPayload,
    description:
      'Sets properties, or the model, of all twins that fit a filter: at most 100,000, in one commit.',
    args: {
      input: t.arg({ type: UpdateTwinsInput, required: true, description: 'Which and what.' }),
    },
    resolve: (_root, { input }, { services }) => {
      const { set, setModel } = input;
      const update = {
        set: (set ?? []).map(valueGiven),
        ...(setModel != null && { setModel }),
      };
      const edit = { filter: filterOf(input), ...updateOf(update) };
      return editTwins(services.store, edit, optionsOf(input));
    },
  }),
);

builder.mutationField('deleteTwins', (t) =>
  t.field({
    type: BulkEditPayload,
    description: 'Removes all twins that fit a filter: at most 100,000, in one commit.',
    args: {
      input: t.arg({ type: DeleteTwinsInput, required: true, description: 'Which twins.' }),
    },
    resolve: (_root, { input }, { services }) => {
      const edit = { filter: filterOf(input), ...deletion(input.detach === true) };
      return editTwins(services.store, edit, optionsOf(input));
    },
  }),
);
