/**
 * The EPANET toolkit (version 2.3, WebAssembly) by its own C functions: the package's `Project`
 * prints every warning to the console and cannot be freed. Used by `epanet-project.ts`.
 */
import { Workspace } from 'epanet-js';

let loading: Promise<void> | undefined;
const workspace = new Workspace();

/** Loads the toolkit once, whoever asks. */
export function loadEpanet(): Promise<void> {
  const loaded = loading ?? workspace.loadModule();
  loading = loaded;
  return loaded;
}

/** The toolkit's functions; a `TypeError` before `loadEpanet` is done. */
export function toolkit(): Workspace['instance'] {
  if (!workspace.isLoaded) throw new TypeError('loadEpanet() has to be awaited first');
  return workspace.instance;
}

/** What a code of the toolkit means; below 100 are warnings. */
export function epanetText(code: number): string {
  const en = toolkit();
  const room = en._malloc(longestText);
  en._EN_geterror(code, room, longestText - 1);
  const text = en.UTF8ToString(room);
  en._free(room);
  return text;
}

const longestText = 256;

/** Property codes of the toolkit (`epanet2_enums.h`), those that are used. */
export const nodeProperty = {
  tankLevel: 8,
  head: 10,
  pressure: 11,
  demandFlow: 31,
  fullDemand: 32,
} as const;

export const linkProperty = {
  minorLoss: 3,
  flow: 8,
  status: 11,
  setting: 12,
  pattern: 15,
} as const;

export const timeParameter = { duration: 0, hydraulicStep: 1, hydraulicTime: 11 } as const;
