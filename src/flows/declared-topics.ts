/**
 * Lets a telemetry source follow the topics that the ontology's models declare, now and whenever
 * models change. Called by the service before the source is started.
 */
import type { Catalogue, Schema } from '../ontology/catalogue.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import { type DeclaredTopic, DeclaredTopics } from '../telemetry/declared-topics.ts';
import type { TelemetrySource } from '../telemetry/telemetry-source.ts';

/** Follows the topics of a store's models; resolves once those of the present are followed. */
export function followDeclaredTopics(
  store: Pick<CheckedStore, 'catalogue' | 'onModels'>,
  source: Pick<TelemetrySource, 'follow'>,
): Promise<void> {
  const follow = () => source.follow(new DeclaredTopics(declaredTopics(store.catalogue())));
  store.onModels(() => void follow());
  return follow();
}

/** The telemetry topics of all interfaces that are co-typed `Mqtt` and name one. */
function* declaredTopics(catalogue: Catalogue): Iterable<DeclaredTopic> {
  for (const { id, mqtt, contents } of catalogue.interfaces.values()) {
    if (mqtt?.telemetryTopic === undefined) continue;
    const { telemetryTopic: pattern, payloadFormat } = mqtt;
    const telemetry = new Map<string, Schema>();
    for (const content of contents.values()) {
      if (content.kind === 'telemetry') telemetry.set(content.name, content.schema);
    }
    yield { model: id, pattern, payloadFormat, telemetry };
  }
}
