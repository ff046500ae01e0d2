/**
 * Bounds what the broker keeps in memory for persistent sessions whose clients are away or do not
 * acknowledge. Called by the embedded broker; aedes has no such limit of its own.
 */
import type { Aedes } from 'aedes';

interface Subscriber {
  readonly clientId: string;
}

/** The part of aedes' persistence that queues a message for the sessions that subscribe to it. */
interface Persistence {
  outgoingEnqueueCombi(subscribers: readonly Subscriber[], packet: unknown): Promise<void>;
}

/** Keeps at most `limit` unacknowledged messages for a session; `left` tells of each one left out. */
export function limitSessions(aedes: Aedes, limit: number, left: () => void): void {
  const { persistence } = aedes as unknown as { persistence: Persistence };
  const kept = new Map<string, number>();
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence);

  const hasRoom = ({ clientId }: Subscriber): boolean => {
    const count = (kept.get(clientId) ?? 0) + 1;
    if (count <= limit) kept.set(clientId, count);
    else left();
    return count <= limit;
  };
  persistence.outgoingEnqueueCombi = (subscribers, packet) =>
    enqueue(subscribers.filter(hasRoom), packet);

  aedes.on('ack', (_packet, { id }) => {
    const count = (kept.get(id) ?? 0) - 1;
    if (count > 0) kept.set(id, count);
    else kept.delete(id);
  });
  aedes.on('clientReady', ({ id, clean }) => {
    if (clean) kept.delete(id);
  });
}
