/**
 * Remembers which entries of a support state's columns were touched, so that going back to the
 * base costs as much as was changed, and so that the caller learns what may have changed.
 */
type Column = Uint8Array | Int32Array | Float64Array;

export class Journal {
  readonly #nodeColumns: readonly Column[];
  readonly #groupColumn: Float64Array;
  #baseNodes: readonly Column[] = [];
  #baseGroups = new Float64Array(0);
  #touchedNodes: number[] = [];
  #touchedGroups: number[] = [];
  readonly #nodeTouched: Uint8Array;
  readonly #groupTouched: Uint8Array;
  #since: number[] = [];
  readonly #sinceFlag: Uint8Array;
  readonly #worked: Uint8Array;

  constructor(nodeColumns: readonly Column[], groupColumn: Float64Array) {
    const nodes = nodeColumns[0]?.length ?? 0;
    this.#nodeColumns = nodeColumns;
    this.#groupColumn = groupColumn;
    this.#nodeTouched = new Uint8Array(nodes);
    this.#groupTouched = new Uint8Array(groupColumn.length);
    this.#sinceFlag = new Uint8Array(nodes);
    this.#worked = new Uint8Array(nodes);
  }

  /** Makes the present content the base. */
  keep(): void {
    this.#forget();
    this.#baseNodes = this.#nodeColumns.map((column) => column.slice());
    this.#baseGroups = this.#groupColumn.slice();
  }

  /** Puts the base back. */
  restore(): void {
    for (let c = 0; c < this.#nodeColumns.length; c++) {
      const [column, base] = [this.#nodeColumns[c] as Column, this.#baseNodes[c] as Column];
      for (const node of this.#touchedNodes) column[node] = base[node] as number;
    }
    for (const group of this.#touchedGroups)
      this.#groupColumn[group] = this.#baseGroups[group] as number;
    this.#forget();
  }

  touchNode(node: number, works: number): void {
    if (!this.#nodeTouched[node]) {
      this.#nodeTouched[node] = 1;
      this.#touchedNodes.push(node);
    }
    if (this.#sinceFlag[node]) return;
    this.#sinceFlag[node] = 1;
    this.#since.push(node);
    this.#worked[node] = works;
  }

  touchGroup(group: number): void {
    if (this.#groupTouched[group]) return;
    this.#groupTouched[group] = 1;
    this.#touchedGroups.push(group);
  }

  /** The nodes touched since the base was kept. */
  changed(): readonly number[] {
    return this.#touchedNodes;
  }

  /** The nodes touched since `clearTouched`; `worked` holds their flags from before. */
  touched(): { readonly nodes: readonly number[]; readonly worked: Uint8Array } {
    return { nodes: this.#since, worked: this.#worked };
  }

  clearTouched(): void {
    for (const node of this.#since) this.#sinceFlag[node] = 0;
    this.#since = [];
  }

  #forget(): void {
    this.clearTouched();
    for (const node of this.#touchedNodes) this.#nodeTouched[node] = 0;
    for (const group of this.#touchedGroups) this.#groupTouched[group] = 0;
    this.#touchedNodes = [];
    this.#touchedGroups = [];
  }
}
