/** The known name that was meant by one that no model has: a misspelled or a shortened one. */
import { nearName } from '../../ontology/near-name.ts';

/** Two letters are in the names of too much. */
const shortestAbbreviation = 3;

/** The nearest known name, or else the shortest one that this one abbreviates: `level` for `lvl`. */
export function meantName(name: string, known: readonly string[]): string | undefined {
  const near = nearName(name, known);
  if (near !== undefined || name.length < shortestAbbreviation) return near;
  const short = name.toLowerCase();
  const longer = known.filter((each) => isAbbreviation(short, each.toLowerCase()));
  return longer.sort((a, b) => a.length - b.length)[0];
}

/** Whether a name begins with the same letter, and has the others in the same order after it. */
function isAbbreviation(short: string, name: string): boolean {
  if (short[0] !== name[0]) return false;
  let found = 0;
  for (const letter of name) if (letter === short[found]) found++;
  return found === short.length;
}
