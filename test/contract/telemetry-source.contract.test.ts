import { mqttBroker } from '../../src/telemetry/mqtt/broker.ts';
import { brokerSource } from '../../src/telemetry/mqtt/broker-source.ts';
import { mqttSource } from '../../src/telemetry/mqtt/mqtt-source.ts';
import { linkTo } from '../telemetry/link.ts';
import { hasMosquitto, mosquitto, noMosquitto } from '../telemetry/mosquitto.ts';
import { telemetrySourceContract } from './telemetry-source.contract.ts';

telemetrySourceContract('inside the embedded broker', async () => {
  const broker = await mqttBroker({ port: 0 });
  const source = brokerSource(broker);
  const link = await linkTo(broker.port, 'broker');
  const close = async () => {
    await link.close();
    await broker.close();
  };
  return { source, url: link.url, link, close };
});

telemetrySourceContract('MQTT client on aedes', async () => {
  const broker = await mqttBroker({ port: 0 });
  return clientRig(broker);
});

telemetrySourceContract(
  'MQTT client on Mosquitto',
  async () => clientRig(await mosquitto()),
  hasMosquitto() ? undefined : noMosquitto,
);

async function clientRig(broker: { port: number; url: string; close(): Promise<void> }) {
  const link = await linkTo(broker.port, 'client');
  const source = mqttSource({ url: link.url, reconnectMilliseconds: 20 });
  const close = async () => {
    await link.close();
    await broker.close();
  };
  return { source, url: broker.url, link, close };
}
