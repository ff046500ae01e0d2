/** What the reader of MATPOWER cases and its parts for buses, generators and branches share. */
import type { Draft } from '../document.ts';
import type { Naming } from '../naming.ts';
import type { CaseText, Row } from './text.ts';

/** A case while it is read. */
export interface Case {
  readonly draft: Draft;
  readonly naming: Naming;
  readonly text: CaseText;
  /** The numbers of the buses that were taken. */
  readonly buses: ReadonlySet<number>;
  /** The place of a row: file and line. */
  readonly place: (row: Row) => string;
}

/** A relationship of an element to the bus of a number; lists a number that no bus has. */
export function joinBus(
  { draft, naming, buses, place }: Case,
  row: Row,
  { source, name, bus = Number.NaN }: { source: string; name: string; bus: number | undefined },
): void {
  if (buses.has(bus)) {
    draft.relate(place(row), { source, name, target: naming.id(`bus-${bus}`) });
    return;
  }
  draft.problem({
    code: 'NOT_FOUND',
    where: place(row),
    message: `${source} ${name} bus ${bus}, which is not in the file`,
    expected: 'the number of a row of mpc.bus',
    action: 'correct the number; the relationship was left out',
  });
}
