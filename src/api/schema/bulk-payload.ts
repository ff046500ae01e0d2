/** `BulkEditPayload`: what an edit of many twins did, or would do. */
import type { BulkResult, EditedTwin as Edited } from '../../flows/bulk-result.ts';
import type { Twin } from '../../model/twin.ts';
import { builder } from '../builder.ts';
import { Problem } from './problem.ts';

const TwinState = builder.objectRef<Twin>('TwinState').implement({
  description: 'What a twin holds at a moment.',
  fields: (t) => ({
    model: t.exposeID('model', { description: 'The DTMI of its model.' }),
    properties: t.expose('properties', { type: 'JSON', description: 'Its property values.' }),
  }),
});

const EditedTwin = builder.objectRef<Edited>('EditedTwin').implement({
  description: 'A twin before and after an edit.',
  fields: (t) => ({
    id: t.id({ description: 'Its id.', resolve: ({ from }) => from.id }),
    from: t.expose('from', { type: TwinState, description: 'What it held before.' }),
    to: t.field({
      type: TwinState,
      nullable: true,
      description: 'What it holds now; null when it is removed.',
      resolve: ({ to }) => to ?? null,
    }),
  }),
});

export const BulkEditPayload = builder.objectRef<BulkResult>('BulkEditPayload').implement({
  description:
    'What an edit of many twins did, or would do; why twins are refused in a dry run is in `rejected`.',
  fields: (t) => ({
    matched: t.exposeInt('matched', {
      description: 'How many twins the filter finds; 0 for a repeated operation.',
    }),
    changed: t.exposeInt('changed', {
      description: 'How many of them change; those that are as wanted already do not.',
    }),
    relationships: t.exposeInt('relationships', {
      description: 'How many relationships are removed, with twins that are; 0 for an update.',
    }),
    refused: t.exposeInt('refused', {
      description:
        'How many cannot change, in a dry run, which says why under `rejected`: without it nothing is changed then.',
    }),
    revision: t.expose('revision', {
      type: 'Revision',
      description: 'The revision that holds the changes; the present one when nothing changed.',
    }),
    repeated: t.exposeBoolean('repeated', {
      description: 'Whether the operation had been committed before, at this revision.',
    }),
    sample: t.field({
      type: [EditedTwin],
      description: 'The first 100 changes, by id.',
      resolve: ({ sample }) => [...sample],
    }),
    rejected: t.field({
      type: [Problem],
      description:
        'The first 100 reasons why twins are refused in a dry run; without it they are in the error.',
      resolve: ({ rejected }) => [...rejected],
    }),
  }),
});
