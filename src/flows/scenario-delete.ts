/** Deletes scenarios. Called by the API. */
import { type ScenarioRooms, scenarioId } from './scenario-open.ts';

/**
 * Deletes a scenario; asked by one of several names, that name alone. Scenarios that were made from
 * it stay as they are. Gives its id, and whether it is gone. `NOT_FOUND`.
 */
export async function deleteScenario(
  rooms: ScenarioRooms,
  idOrName: string,
): Promise<{ readonly id: string; readonly deleted: boolean }> {
  const id = await scenarioId(rooms, idOrName);
  const { names } = rooms.scenarios;
  const held = await names.of(id);
  const meant = held.filter((name) => idOrName === id || name === idOrName);
  for (const name of meant) await names.remove(name);
  if (meant.length < held.length) return { id, deleted: false };
  await rooms.scenarios.remove(id);
  return { id, deleted: true };
}
