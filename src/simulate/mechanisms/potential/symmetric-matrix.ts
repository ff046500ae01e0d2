/** A sparse symmetric matrix, both halves by columns. Built by the DC flow, factorised by `factorise`. */
export interface SymmetricMatrix {
  readonly size: number;
  /** One more than `size`: column `j` has the entries from `starts[j]` up to `starts[j + 1]`. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** The links of a weighted graph: a positive or negative weight between two rows, -1 is the ground. */
export interface Links {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

/** The grounded Laplacian: `Σ w (e_from − e_to)(e_from − e_to)ᵀ` without the ground's row. */
export function laplacian(size: number, { from, to, weight }: Links): SymmetricMatrix {
  const counts = new Int32Array(size).fill(1);
  const isEdge = (link: number) => (from[link] as number) >= 0 && (to[link] as number) >= 0;
  for (let link = 0; link < weight.length; link++) {
    if (!isEdge(link)) continue;
    for (const end of [from[link] as number, to[link] as number])
      counts[end] = (counts[end] as number) + 1;
  }
  const starts = new Int32Array(size + 1);
  for (let j = 0; j < size; j++) starts[j + 1] = (starts[j] as number) + (counts[j] as number);
  const rows = new Int32Array(starts[size] as number);
  const values = new Float64Array(rows.length);
  const next = starts.slice(0, size);
  for (let j = 0; j < size; j++) rows[next[j] as number] = j;
  for (let j = 0; j < size; j++) next[j] = (next[j] as number) + 1;
  const addTo = (place: number, value: number) => {
    values[place] = (values[place] as number) + value;
  };
  for (let link = 0; link < weight.length; link++) {
    const [a, b, w] = [from[link] as number, to[link] as number, weight[link] as number];
    if (a >= 0) addTo(starts[a] as number, w);
    if (b >= 0) addTo(starts[b] as number, w);
    if (!isEdge(link)) continue;
    for (const [row, column] of [
      [a, b],
      [b, a],
    ] as const) {
      const place = next[column] as number;
      next[column] = place + 1;
      rows[place] = row;
      values[place] = -w;
    }
  }
  return { size, starts, rows, values };
}
