/** The changes that a bulk update or delete makes to each twin. Called by the bulk mutations. */
import type { Change } from '../model/change.ts';
import { LinchpinError } from '../model/errors.ts';
import { type Json, type JsonObject, sameJson } from '../model/json.ts';
import { pathSegments, valueAt, withValueAt } from '../model/path.ts';
import type { Twin } from '../model/twin.ts';
import type { BulkEdit } from './bulk-selection.ts';

/** What an update gives twins. */
export interface BulkUpdate {
  /** Values by property path, in order; null removes a property. */
  readonly set: readonly { readonly property: string; readonly value: Json }[];
  /** The DTMI that the twins have afterwards. */
  readonly setModel?: string;
}

/** An update; `BAD_USER_INPUT` when it has nothing to set. */
export function updateOf(update: BulkUpdate): Pick<BulkEdit, 'changesOf' | 'wanted'> {
  const { set, setModel } = update;
  for (const { property } of set) {
    if (pathSegments(property).length === 0) throw malformedPath('input.set', property);
  }
  if (set.length === 0 && setModel === undefined) throw nothingToSet;
  return {
    wanted: { update: { set, setModel: setModel ?? null } },
    changesOf: (twin) =>
      setModel === undefined || setModel === twin.model
        ? changedValues(twin, update)
        : [{ putTwin: { id: twin.id, model: setModel, properties: withValues(twin, update) } }],
  };
}

/** A deletion; with `detach`, relationships go with their twins. */
export function deletion(detach: boolean): Pick<BulkEdit, 'changesOf' | 'wanted'> {
  return {
    wanted: { delete: { detach } },
    changesOf: ({ id }) => [{ removeTwin: { twin: id, detach } }],
  };
}

/** One change for each property that is not as wanted; none where they come to nothing together. */
function changedValues(twin: Twin, { set }: BulkUpdate): readonly Change[] {
  const changes: Change[] = [];
  let { properties } = twin;
  for (const { property, value } of set) {
    if (sameJson(valueAt(properties, property) ?? null, value)) continue;
    properties = withValueAt(properties, property, value ?? undefined);
    changes.push({ set: { twin: twin.id, property, value } });
  }
  return sameJson(properties, twin.properties) ? [] : changes;
}

function withValues({ properties }: Twin, { set }: BulkUpdate): JsonObject {
  return set.reduce(
    (sum, { property, value }) => withValueAt(sum, property, value ?? undefined),
    properties,
  );
}

const nothingToSet = new LinchpinError({
  code: 'BAD_USER_INPUT',
  where: 'input.set',
  message: 'there is nothing to set',
  expected: 'set with at least one property, or setModel',
});

/** The refusal of a property path that has an empty or forbidden name in it. */
export function malformedPath(where: string, path: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `the property path ${JSON.stringify(path.slice(0, 256))} is malformed`,
    expected: 'names separated by /, as in thermostat/target',
  });
}
