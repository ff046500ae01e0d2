/**
 * Edits scenarios. One never changes: an edit makes another, its child, and names move on to that.
 * Called by the API.
 */
import { LinchpinError } from '../model/errors.ts';
import type { Edit } from '../model/scenario.ts';
import type { KeptScenario } from '../scenario/kept-scenario.ts';
import { requireName } from '../scenario/scenario-names.ts';
import { keepScenario, type ScenarioSetting } from './scenario-keep.ts';
import { openScenario, type ScenarioRooms, scenarioId } from './scenario-open.ts';

export interface EditScenario extends ScenarioSetting {
  /** Id or name. */
  readonly id: string;
  /** A name for the result beside those that move with the edit. */
  readonly name?: string;
  /** Positions of edits to leave out. */
  readonly remove?: readonly number[];
  /** Edits to put in the place of others. */
  readonly replace?: readonly { readonly position: number; readonly edit: Edit }[];
  /** Edits to add at the end. */
  readonly edits?: readonly Edit[];
}

/**
 * Keeps the scenario with other edits, seed or horizon, as a child of the one that it was and that
 * stays. The name it was asked by moves on to it; all of its names where it was asked by its id.
 */
export async function editScenario(
  rooms: ScenarioRooms,
  { id: idOrName, name, remove = [], replace = [], edits = [], ...setting }: EditScenario,
): Promise<KeptScenario> {
  if (name !== undefined) requireName(name);
  const id = await scenarioId(rooms, idOrName);
  const { scenario: before } = await openScenario(rooms, id).kept();
  const after = [...editsAfter(before.edits, remove, replace), ...edits];
  const moving = idOrName === id ? await rooms.scenarios.names.of(id) : [idOrName];
  const names = moving.map((each) => ({ name: each, before: id }));
  const own = name === undefined ? [] : [{ name }];
  return keepScenario(
    rooms,
    { ...before, ...setting, edits: after },
    { parent: id, names: [...names, ...own] },
  );
}

function editsAfter(
  edits: readonly Edit[],
  remove: readonly number[],
  replace: NonNullable<EditScenario['replace']>,
): Edit[] {
  const after: (Edit | undefined)[] = [...edits];
  const taken = new Set<number>();
  const take = (position: number, where: string) => {
    if (!Number.isInteger(position) || position < 0 || position >= edits.length) {
      throw badPosition(where, `there is no edit ${position}`, `0 to ${edits.length - 1}`);
    }
    if (taken.has(position)) {
      throw badPosition(where, `the edit ${position} is named twice`, 'each position once');
    }
    taken.add(position);
  };
  remove.forEach((position, index) => {
    take(position, `input.remove[${index}]`);
    after[position] = undefined;
  });
  replace.forEach(({ position, edit }, index) => {
    take(position, `input.replace[${index}].position`);
    after[position] = edit;
  });
  return after.filter((edit) => edit !== undefined);
}

function badPosition(where: string, message: string, expected: string): LinchpinError {
  const action = 'see edits of the scenario for the positions, which count from 0';
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, action });
}
