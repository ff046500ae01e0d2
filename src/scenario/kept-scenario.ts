/** A scenario as it is kept, and its bytes in an archive. Used by `kept-scenarios.ts`. */
import { LinchpinError } from '../model/errors.ts';
import { canonicalJson } from '../model/json.ts';
import { type Scenario, scenarioTextHash } from '../model/scenario.ts';

/** A scenario that outlives the process: whole, so that it needs no other one. */
export interface KeptScenario {
  /** See `scenarioHash`. */
  readonly id: string;
  readonly scenario: Scenario;
  /** The id of the scenario it was made from, which may be gone; undefined for one made from a revision. */
  readonly parent: string | undefined;
  /** Epoch milliseconds, UTC; later for each scenario than for those that were kept before. */
  readonly createdAt: number;
}

const format = 1;

/** The canonical JSON of a kept scenario, made of that of the scenario. */
export function bytesOf(text: string, { parent, createdAt }: Written): Uint8Array {
  const head = canonicalJson({ createdAt, format, parent: parent ?? null });
  return Buffer.from(`${head.slice(0, -1)},${field}${text}}`);
}

const field = '"scenario":';

/** The scenario of those bytes. `DATA_TOO_NEW`, `DATA_DAMAGED`. */
export function keptScenario(id: string, bytes: Uint8Array): KeptScenario {
  const text = Buffer.from(bytes).toString();
  const value = parsed(id, text);
  if (value.format !== format) {
    throw new LinchpinError({
      code: 'DATA_TOO_NEW',
      where: `scenario ${id}`,
      message: `it was kept in format ${value.format}, this version reads ${format}`,
      action: 'start the newer version of Linchpin that kept it',
    });
  }
  const { scenario, parent, createdAt } = value;
  const own = text.slice(text.indexOf(field) + field.length, -1);
  if (scenarioTextHash(own) !== id) throw damaged(id);
  return { id, scenario, parent: parent ?? undefined, createdAt };
}

type Written = Pick<KeptScenario, 'parent' | 'createdAt'>;

interface Parsed {
  readonly format: number;
  readonly createdAt: number;
  readonly parent: string | null;
  readonly scenario: Scenario;
}

function parsed(id: string, text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch (cause) {
    throw damaged(id, cause);
  }
}

function damaged(id: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    {
      code: 'DATA_DAMAGED',
      where: `scenario ${id}`,
      message: 'what is kept of it is not what it was made of',
      action: 'delete it and make it again, or restore the data from a backup',
    },
    { cause },
  );
}
