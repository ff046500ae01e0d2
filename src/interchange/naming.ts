/** How the elements of a file become ids of twins; shared by the readers of network formats. */

export interface ReadOptions {
  /**
   * Goes with a hyphen before every id that a network format gives, to load several files with
   * equal names into one graph: `north` makes `north-bus-1` of `bus-1`. ADT files and CSV mappings name their own ids.
   */
  readonly prefix?: string;
}

/** The ids that one file gives its twins. */
export interface Naming {
  /** Id of the twin for the network as a whole. */
  readonly network: string;
  /** The prefix and a name. */
  id(name: string): string;
}

/** The naming for a file: the network is called after the file, `grid.m` → `grid-network`. */
export function namesOf(file: string, options: ReadOptions): Naming {
  const prefix = options.prefix ? `${options.prefix}-` : '';
  return { network: `${prefix}${stemOf(file)}-network`, id: (name) => `${prefix}${name}` };
}

/** A file's name without folders and ending. */
export function stemOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  return base.replace(/\.[^.]*$/, '') || base;
}
