/**
 * Names of scenarios in an archive. A blob never changes, so a name that moves is a blob with the
 * next number, and the last one counts. Keys by scenario lead back to its names. Used by
 * `kept-scenarios.ts`.
 */
import { createHash } from 'node:crypto';
import type { Archive } from '../model/archive.ts';
import { compareText } from '../model/compare-text.ts';
import { LinchpinError } from '../model/errors.ts';
import { idProblem } from '../model/twin.ts';

/** A name and the scenario that it stands for. */
interface ScenarioName {
  readonly name: string;
  readonly id: string;
}

/** The names that scenarios go by. */
export interface ScenarioNames {
  /** The id that a name stands for. */
  idOf(name: string): Promise<string | undefined>;
  /** The names of a scenario, in the order of their letters. */
  of(id: string): Promise<readonly string[]>;
  /** At most this many of all names, in no particular order. */
  some(limit: number): Promise<readonly string[]>;
  /**
   * Makes a name stand for a scenario, if until now it stood for `before` or already does; undefined
   * for a new name. Whether it was another's. `CONFLICT` otherwise, `BAD_USER_INPUT` for what
   * cannot be a name.
   */
  give(name: string, id: string, before: string | undefined): Promise<boolean>;
  remove(name: string): Promise<void>;
}

/** Blobs by name: `scenario-name/<digest of the name>/<number>`. */
const prefix = 'scenario-name/';
/** Empty blobs by scenario: `scenario-named/<id>/<digest of the name>`. */
const backPrefix = 'scenario-named/';

export function scenarioNames(archive: Archive): ScenarioNames {
  const last = async (digest: string): Promise<Held | undefined> => {
    const keys = await archive.keys(`${prefix}${digest}/`);
    const bytes = keys.length === 0 ? undefined : await archive.get(keys.at(-1) as string);
    return bytes && { ...read(bytes), keys };
  };
  const lastOf = async (digests: readonly string[]) =>
    (await Promise.all(digests.map(last))).filter((held) => held !== undefined);
  return {
    idOf: async (name) => (await last(digestOf(name)))?.id,
    of: async (id) => {
      const keys = await archive.keys(`${backPrefix}${id}/`);
      // One that has moved on may have left its key behind.
      const held = (await lastOf(keys.map(lastPart))).filter((each) => each.id === id);
      return held.map(({ name }) => name).sort(compareText);
    },
    some: async (limit) => {
      const digests = new Set((await archive.keys(prefix)).map((key) => key.split('/')[1] ?? ''));
      return (await lastOf([...digests].slice(0, limit))).map(({ name }) => name);
    },
    give: async (name, id, before) => {
      requireName(name);
      const digest = digestOf(name);
      const held = await last(digest);
      if (held?.id === id) return false;
      if (held?.id !== before) throw taken({ name, id: held?.id });
      const number = held === undefined ? 0 : Number(lastPart(held.keys.at(-1) as string)) + 1;
      await archive.put(`${backPrefix}${id}/${digest}`, new Uint8Array());
      const key = `${prefix}${digest}/${String(number).padStart(16, '0')}`;
      if (!(await archive.put(key, written({ name, id })))) throw taken({ name, id: undefined });
      if (held !== undefined) {
        await archive.remove([...held.keys, `${backPrefix}${held.id}/${digest}`]);
      }
      return true;
    },
    remove: async (name) => {
      const digest = digestOf(name);
      const held = await last(digest);
      if (held === undefined) return;
      await archive.remove([...held.keys, `${backPrefix}${held.id}/${digest}`]);
    },
  };
}

interface Held extends ScenarioName {
  /** The keys of its blobs, the last one of which counts. */
  readonly keys: readonly string[];
}

/** Whether a text can be the id of a scenario, which no name can. */
export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Throws `BAD_USER_INPUT` unless a scenario can have this name. */
export function requireName(name: string): void {
  const wrong = isHash(name) ? 'the name looks like the id of a scenario' : idProblem(name);
  if (wrong === undefined) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'name',
    message: wrong.replace(/^an id /, 'a name '),
    expected: 'a text of 1 to 256 characters, such as "flood of substation 3"',
    action: 'choose another name',
  });
}

function taken({ name, id }: { readonly name: string; readonly id: string | undefined }) {
  const holder = id === undefined ? 'another scenario meanwhile' : `the scenario ${id}`;
  return new LinchpinError({
    code: 'CONFLICT',
    where: 'name',
    message: `the name ${name} stands for ${holder}`,
    expected: 'a name that is free',
    action: 'choose another name, or edit or delete that scenario',
  });
}

/** Names have any letters; keys do not. */
function digestOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 24);
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

function written({ name, id }: ScenarioName): Uint8Array {
  return Buffer.from(JSON.stringify({ name, id }));
}

function read(bytes: Uint8Array): ScenarioName {
  return JSON.parse(Buffer.from(bytes).toString()) as ScenarioName;
}
