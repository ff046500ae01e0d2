/**
 * The subscriptions of an MQTT client: kept equal to what is wanted, whatever comes between. What a
 * broker refuses of the topics that models declare is told and hinders no other.
 * Made by `mqttSource`, once per client, which must not subscribe anew by itself.
 */
import type { MqttClient } from 'mqtt';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Deliver } from '../telemetry-source.ts';

/** How many filters one packet asks for. */
const packetFilters = 100;
/** How often a filter is asked for that the broker answers by cutting the connection. */
const mostAttempts = 3;

/** The broker that is asked, and who is told of its refusals. */
export interface SubscriptionOptions {
  readonly url: string;
  readonly deliver: Deliver;
}

/** Follows one filter that must be there, and a list of others. */
export class Subscriptions {
  readonly #client: MqttClient;
  readonly #options: SubscriptionOptions;
  #needed: readonly string[] = [];
  #wanted: ReadonlySet<string> = new Set();
  readonly #granted = new Set<string>();
  /** Asked for no more while they are wanted. */
  readonly #refused = new Set<string>();
  /** How often a filter was asked for in vain. */
  readonly #attempts = new Map<string, number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(client: MqttClient, options: SubscriptionOptions) {
    this.#client = client;
    this.#options = options;
    client.on('connect', ({ sessionPresent }) => {
      if (!sessionPresent) this.#granted.clear();
      void this.#settle();
    });
  }

  /** Subscribes to what the client cannot do without; `FORBIDDEN` when the broker refuses it. */
  async need(filter: string): Promise<void> {
    const codes = await this.#codes([filter]);
    if (codes?.[0] !== 1) throw new LinchpinError(refusedFilter(this.#options.url, filter));
    this.#needed = [filter];
    this.#wanted = new Set(this.#needed);
    this.#granted.add(filter);
  }

  /** Subscribes to these and no others; while the broker cannot be reached, as soon as it can. */
  follow(filters: readonly string[]): Promise<void> {
    this.#wanted = new Set([...this.#needed, ...filters]);
    return this.#settle();
  }

  #settle(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#ask());
    return this.#turn;
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted;
    for (const filter of this.#refused) if (!wanted.has(filter)) this.#refused.delete(filter);
    const gone = [...this.#granted].filter((filter) => !wanted.has(filter));
    for (const filters of packetsOf(gone)) if (!(await this.#leave(filters))) return;
    const fresh = [...wanted].filter(
      (filter) => !this.#granted.has(filter) && !this.#refused.has(filter),
    );
    const isDoubtful = (filter: string) => this.#attempts.has(filter);
    const doubtful = fresh.filter(isDoubtful).map((filter) => [filter]);
    const packets = [...packetsOf(fresh.filter((filter) => !isDoubtful(filter))), ...doubtful];
    for (const filters of packets) if (!(await this.#join(filters))) return;
  }

  /** Whether the broker answered. */
  async #leave(filters: readonly string[]): Promise<boolean> {
    if (!this.#isOpen()) return false;
    try {
      await this.#client.unsubscribeAsync([...filters]);
    } catch {
      return false;
    }
    for (const filter of filters) this.#granted.delete(filter);
    return true;
  }

  /** Whether the broker answered. */
  async #join(filters: readonly string[]): Promise<boolean> {
    if (!this.#isOpen()) return false;
    const codes = await this.#codes(filters);
    for (const [index, filter] of filters.entries()) {
      const attempts = (this.#attempts.get(filter) ?? 0) + 1;
      if (codes === undefined && attempts < mostAttempts) this.#attempts.set(filter, attempts);
      else {
        this.#attempts.delete(filter);
        if (codes?.[index] === 1) this.#granted.add(filter);
        else this.#tell(filter);
      }
    }
    return codes !== undefined;
  }

  #isOpen(): boolean {
    return this.#client.connected && !this.#client.disconnecting;
  }

  /** The return codes of a SUBACK (MQTT 3.1.1, 3.9.3); undefined when the connection ended first. */
  #codes(filters: readonly string[]): Promise<readonly unknown[] | undefined> {
    return new Promise((resolve) => {
      this.#client.subscribe([...filters], { qos: 1 }, (_error, _asked, answer) => {
        resolve(answer?.granted);
      });
    });
  }

  /** If it cannot be kept now, it is told again after the next start. */
  #tell(filter: string): void {
    this.#refused.add(filter);
    const { url, deliver } = this.#options;
    const problems = [refusedFilter(url, filter)];
    deliver({ source: filter, readings: [], problems, payload: '' }).catch(() => undefined);
  }
}

/** Why a filter is not subscribed to, where the broker says so. */
function refusedFilter(url: string, filter: string): Problem {
  return {
    code: 'FORBIDDEN',
    where: url,
    message: `the broker refuses the subscription to ${filter} at QoS 1`,
    action: 'let this user read these topics in the settings of the broker',
  };
}

function* packetsOf(filters: readonly string[]): Iterable<readonly string[]> {
  for (let at = 0; at < filters.length; at += packetFilters) {
    yield filters.slice(at, at + packetFilters);
  }
}
