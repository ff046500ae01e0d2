/**
 * The cascade's meaning, written as plainly as can be and without regard to cost: every fix-point
 * from scratch, every group counted anew. What `cascade` is compared with.
 */
import type { CascadeOptions } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import type { NetworkSpec } from './networks.ts';

export interface NaiveEvent {
  readonly time: number;
  readonly step: number;
  readonly node: number;
  readonly works: boolean;
}

type Works = (node: number) => boolean;

/** Greatest over groups that need all, least over the others. */
export function naiveFixPoint(spec: NetworkSpec, free: Works, pinned: Works): Set<number> {
  const nodes = [...Array(spec.nodes).keys()];
  let assumed = new Set(nodes.filter(free));
  while (true) {
    const derived = new Set<number>();
    const holds = (node: number) =>
      pinned(node) ||
      (assumed.has(node) &&
        spec.groups
          .filter((group) => group.owner === node)
          .every((group) =>
            enough(group, (n) => (group.need === undefined ? assumed : derived).has(n)),
          ));
    for (let grew = true; grew; ) {
      const more = nodes.filter((node) => !derived.has(node) && holds(node));
      for (const node of more) derived.add(node);
      grew = more.length > 0;
    }
    if (derived.size === assumed.size) return derived;
    assumed = derived;
  }
}

function enough(group: NetworkSpec['groups'][number], works: Works): boolean {
  if (group.need === undefined) return group.supports.every(works);
  let weight = 0;
  group.supports.forEach((node, i) => {
    if (works(node)) weight += group.weights?.[i] ?? 1;
  });
  return weight >= group.need;
}

class NaiveRun {
  readonly events: NaiveEvent[] = [];
  readonly #spec: NetworkSpec;
  readonly #options: CascadeOptions;
  readonly #riders = new Map<number, { at: number; step: number }>();
  readonly #spent = new Set<number>();
  readonly #waiting = new Set<number>();
  readonly #restarts = new Map<number, { at: number; step: number }>();
  readonly #back = new Map<number, number>();
  #held: Set<number>;
  #worked: Set<number>;

  constructor(spec: NetworkSpec, options: CascadeOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#held = new Set(spec.failed);
    this.#worked = naiveFixPoint(
      spec,
      (n) => !this.#held.has(n),
      () => false,
    );
    for (let n = 0; n < spec.nodes; n++) {
      if (!this.#worked.has(n) && !this.#held.has(n)) this.#letWait(n);
    }
  }

  run(): NaiveEvent[] {
    for (let last = -1; ; ) {
      const times = [
        ...this.#options.failures.flatMap((failure) => [failure.from, failure.until ?? Infinity]),
        ...(this.#options.repairs ?? []).map((repair) => repair.at),
        ...[...this.#riders.values(), ...this.#restarts.values()].map((timer) => timer.at),
      ].filter((time) => time > last);
      const time = Math.min(...times);
      if (time > this.#options.horizonSeconds) return this.events;
      this.#instant(time);
      last = time;
    }
  }

  #letWait(node: number): void {
    if ((this.#spec.recoveries?.[node] ?? 0) > 0) this.#waiting.add(node);
  }

  #heldAt(time: number): Set<number> {
    const { failures, repairs = [] } = this.#options;
    const held = new Set(
      (this.#spec.failed ?? []).filter((n) => !repairs.some((r) => r.node === n && r.at <= time)),
    );
    for (const { node, from, until = Infinity } of failures) {
      if (from <= time && time < until) held.add(node);
    }
    return held;
  }

  #fixPoint(pinned: Works): Set<number> {
    return naiveFixPoint(this.#spec, (n) => !this.#held.has(n) && !this.#waiting.has(n), pinned);
  }

  #instant(time: number): void {
    const held = this.#heldAt(time);
    const [losses, gains] = [new Map<number, number>(), new Map<number, number>()];
    for (let n = 0; n < this.#spec.nodes; n++) {
      if (held.has(n) === this.#held.has(n)) continue;
      this.#waiting.delete(n);
      this.#restarts.delete(n);
      if (held.has(n)) this.#riders.delete(n);
      (held.has(n) ? losses : gains).set(n, 0);
    }
    this.#held = held;
    for (const [n, { at, step }] of this.#riders) {
      if (at !== time) continue;
      this.#riders.delete(n);
      this.#spent.add(n);
      losses.set(n, step);
    }
    for (const [n, { at, step }] of this.#restarts) {
      if (at !== time) continue;
      this.#restarts.delete(n);
      this.#waiting.delete(n);
      gains.set(n, step);
    }
    if (gains.size > 0) {
      const grounded = this.#fixPoint(() => false);
      for (const n of grounded) {
        this.#riders.delete(n);
        this.#spent.delete(n);
      }
    }
    this.#settle(time, losses, gains);
  }

  #settle(time: number, losses: Map<number, number>, gains: Map<number, number>): void {
    const first = this.#fixPoint((n) => this.#riders.has(n));
    const lost = new Set([...this.#worked].filter((n) => !first.has(n)));
    const gone = new Map([...losses].filter(([n]) => lost.has(n)));
    const seeds = new Set(gone.keys());
    const canRide = (n: number) =>
      (this.#spec.delays?.[n] ?? 0) > 0 && !this.#spent.has(n) && !seeds.has(n);
    const ride = (n: number, step: number) =>
      this.#riders.set(n, { at: time + (this.#spec.delays?.[n] ?? 0), step });
    this.#rounds({ lost, first, gone, canRide, ride });
    let works = this.#fixPoint((n) => this.#riders.has(n));
    for (let open = left(); open.size > 0; open = left()) {
      const hops = this.#hops(open, gone, works);
      const nearest = Math.min(...[...hops].filter(([n]) => canRide(n)).map(([, step]) => step));
      for (const [n, step] of hops) {
        if (nearest === Infinity) gone.set(n, step);
        else if (step === nearest && canRide(n)) ride(n, step);
      }
      works = this.#fixPoint((n) => this.#riders.has(n));
    }
    function left(): Set<number> {
      return new Set([...lost].filter((n) => !works.has(n) && !gone.has(n)));
    }
    this.#report(time, works, { gone, gains });
  }

  #rounds(options: {
    lost: Set<number>;
    first: Set<number>;
    gone: Map<number, number>;
    canRide: Works;
    ride: (node: number, step: number) => void;
  }): void {
    const { lost, first, gone } = options;
    for (let k = 0; k <= Math.max(-1, ...gone.values()); k++) {
      const stands = (n: number) =>
        (first.has(n) || lost.has(n)) && !((gone.get(n) ?? Infinity) <= k);
      const broken = [...lost].filter(
        (n) =>
          !gone.has(n) &&
          !this.#riders.has(n) &&
          this.#spec.groups.some((group) => group.owner === n && !enough(group, stands)),
      );
      for (const n of broken) {
        if (options.canRide(n)) options.ride(n, k + 1);
        else gone.set(n, k + 1);
      }
    }
  }

  /** Hops from what is gone, over groups that lack something. */
  #hops(open: Set<number>, gone: Map<number, number>, works: Set<number>): Map<number, number> {
    const hops = new Map<number, number>();
    const stepOf = (n: number) => gone.get(n) ?? hops.get(n) ?? Infinity;
    for (let changed = true; changed; ) {
      changed = false;
      for (const n of open) {
        const lacking = this.#spec.groups.filter(
          (group) => group.owner === n && !enough(group, (m) => works.has(m)),
        );
        const step = 1 + Math.min(...lacking.flatMap((group) => group.supports.map(stepOf)));
        if (step < stepOf(n)) {
          hops.set(n, step);
          changed = true;
        }
      }
    }
    return hops;
  }

  #report(
    time: number,
    works: Set<number>,
    { gone, gains }: { gone: Map<number, number>; gains: Map<number, number> },
  ): void {
    const before = this.#worked;
    this.#worked = works;
    const now: NaiveEvent[] = [];
    for (const [node, step] of gone) {
      if (!works.has(node)) now.push({ time, step, node, works: false });
    }
    const gained = [...works].filter((n) => !before.has(n));
    const steps = new Map([...gains].filter(([n]) => gained.includes(n)));
    for (let changed = true; changed; ) {
      changed = false;
      for (const n of gained) {
        if (gains.has(n)) continue;
        const near = this.#spec.groups
          .filter((group) => group.owner === n)
          .flatMap((group) => group.supports.map((m) => steps.get(m) ?? Infinity));
        const step = 1 + Math.min(...near);
        if (step >= (steps.get(n) ?? Infinity)) continue;
        steps.set(n, step);
        changed = true;
      }
    }
    for (const node of gained) now.push({ time, step: steps.get(node) ?? 0, node, works: true });
    now.sort((a, b) => a.step - b.step || a.node - b.node);
    this.events.push(...now);
    for (const event of now) {
      if (event.works) this.#back.set(event.node, event.step);
      else this.#back.delete(event.node);
    }
    for (const n of [...gone.keys(), ...gains.keys()]) {
      if (!works.has(n) && !this.#held.has(n)) this.#letWait(n);
    }
    this.#setRestarts(time, works);
  }

  #setRestarts(time: number, works: Set<number>): void {
    for (const n of this.#waiting) {
      const groups = this.#spec.groups.filter((group) => group.owner === n);
      if (!groups.every((group) => enough(group, (m) => works.has(m)))) this.#restarts.delete(n);
      else if (!this.#restarts.has(n)) {
        const near = groups.flatMap((g) => g.supports.map((m) => this.#back.get(m) ?? Infinity));
        const lowest = Math.min(...near);
        const at = time + (this.#spec.recoveries?.[n] ?? 0);
        this.#restarts.set(n, { at, step: 1 + (lowest === Infinity ? 0 : lowest) });
      }
    }
  }
}

/** What `cascade` must report, without causes. */
export function naiveCascade(spec: NetworkSpec, options: CascadeOptions): NaiveEvent[] {
  return new NaiveRun(spec, options).run();
}
