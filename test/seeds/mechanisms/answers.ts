/** What the tours' what-ifs answered, by name and twin, for the tests of this folder. */
import type { Json } from '../../../src/model/json.ts';
import { recordedAnswers } from '../raw-world.ts';

interface Recorded {
  readonly kpis: readonly { name: string; base: number; edited: number }[];
  readonly outputs?: readonly { twinId: string; base: Outputs; edited: Outputs }[];
  readonly findings?: readonly Finding[];
}

type Outputs = Readonly<Record<string, never>>;

export interface Finding {
  readonly kind: string;
  readonly isNew: boolean;
  readonly text: string;
  readonly twins: readonly { readonly twinId: string; readonly value: number }[];
}

export interface Answered {
  /** A key figure in one of the two runs. */
  kpi(name: string, run?: 'base' | 'edited'): number;
  /** An output of a twin; throws where there is none. */
  output(twin: string, name: string, run?: 'base' | 'edited'): number;
  series(twin: string, name: string, run?: 'base' | 'edited'): readonly number[];
  /** The first finding of a kind that is new. */
  finding(kind: string): Finding;
}

export function answered(seed: string, operation: string, of = whatIf): Answered {
  const { kpis, outputs = [], findings = [] } = of(recordedAnswers(seed)[operation]?.data as Json);
  const value = (twin: string, name: string, run: 'base' | 'edited'): unknown => {
    const found = outputs.find(({ twinId }) => twinId === twin)?.[run][name];
    if (found === undefined) throw new Error(`${operation} says no ${name} of ${twin}`);
    return found;
  };
  return {
    kpi: (name, run = 'edited') => kpis.find((each) => each.name === name)?.[run] ?? Number.NaN,
    output: (twin, name, run = 'edited') => Number(value(twin, name, run)),
    series: (twin, name, run = 'edited') => value(twin, name, run) as number[],
    finding: (kind) => {
      const found = findings.find((each) => each.kind === kind && each.isNew);
      if (found === undefined) throw new Error(`${operation} finds no ${kind}`);
      return found;
    },
  };
}

function whatIf(data: Json): Recorded {
  return (data as unknown as { runWhatIf: Recorded }).runWhatIf;
}

/** The what-if of a scenario. */
export function simulated(data: Json): Recorded {
  return (data as unknown as { scenario: { simulate: Recorded } }).scenario.simulate;
}
