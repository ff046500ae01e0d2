/** Bounds what a broker keeps retained, in messages and bytes. Called by the embedded broker. */
import type { PublishPacket } from 'aedes';

interface Limits {
  readonly retainedMessages: number;
  readonly retainedBytes: number;
}

/** `admits` counts a packet in and tells whether it keeps within the limits. */
export function retainedLimit(limits: Limits): { admits(packet: PublishPacket): boolean } {
  const sizes = new Map<string, number>();
  let bytes = 0;
  return {
    admits({ retain, topic, payload }) {
      if (!retain) return true;
      const before = sizes.get(topic) ?? 0;
      if (payload.length === 0) {
        sizes.delete(topic);
        bytes -= before;
        return true;
      }
      const size = topic.length + payload.length;
      if (bytes - before + size > limits.retainedBytes) return false;
      if (before === 0 && sizes.size >= limits.retainedMessages) return false;
      sizes.set(topic, size);
      bytes += size - before;
      return true;
    },
  };
}
