/**
 * The telemetry source inside the embedded broker: a device's PUBACK waits until its readings are
 * on disk, with no second connection in between. Made by the service beside `mqttBroker`.
 */
import { arrivalClock, type Clock, systemClock } from '../../model/clock.ts';
import { noDeclaredTopics } from '../declared-topics.ts';
import { decode } from '../decode.ts';
import type { Deliver, TelemetrySource } from '../telemetry-source.ts';
import { isTelemetryTopic } from '../topic.ts';
import type { MqttBroker } from './broker.ts';

/**
 * Takes the telemetry of a broker; call it right after the broker is made, once. While it is not
 * started, telemetry closes its connection unacknowledged, so that the device sends it again.
 */
export function brokerSource(
  broker: MqttBroker,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): TelemetrySource {
  const arrivals = arrivalClock(clock);
  let deliver: Deliver | undefined;
  let declared = noDeclaredTopics;
  const underway = new Set<Promise<void>>();
  broker.claim(async (topic, payload) => {
    if (!isTelemetryTopic(topic) && !declared.has(topic)) return;
    if (deliver === undefined) throw new Error('telemetry is not taken in at present');
    const delivery = deliver(decode({ topic, payload, receivedAt: arrivals.now() }, declared));
    underway.add(delivery);
    try {
      await delivery;
    } finally {
      underway.delete(delivery);
    }
  });
  return {
    async start(taken) {
      deliver = taken;
    },
    async follow(topics) {
      declared = topics;
    },
    async stop() {
      deliver = undefined;
      await Promise.allSettled(underway);
      // The broker writes the acknowledgements in the turns of the event loop that follow.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
