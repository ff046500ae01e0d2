/**
 * A message on a topic that models declare becomes readings of one twin: the one that the topic
 * names, if it has a model that declares the topic, or the only twin of that model where it names
 * none. A step of `ingest`.
 */
import { isProblem, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { TwinStore } from '../store/twin-store.ts';
import type { DeclaredTopic } from '../telemetry/declared-topics.ts';
import type { Meaning, TelemetryMessage } from '../telemetry/telemetry-source.ts';

/** The messages with one meaning each; those on topics of twins as they were. */
export async function settled(
  messages: readonly TelemetryMessage[],
  store: Pick<TwinStore, 'snapshot'>,
): Promise<readonly TelemetryMessage[]> {
  if (messages.every(({ meanings }) => meanings === undefined)) return messages;
  const graph = await store.snapshot();
  return messages.map((message) => {
    const { source, payload, meanings } = message;
    if (meanings === undefined) return message;
    const meant = meantFor(source, meanings, graph);
    return { source, payload, ...meant };
  });
}

type Meant = Pick<TelemetryMessage, 'readings' | 'problems'>;

function meantFor(topic: string, meanings: readonly Meaning[], graph: TwinGraph): Meant {
  const found = meanings.map((meaning) => fitOf(topic, meaning, graph));
  const fitting = found.filter((fit): fit is Fit => !isProblem(fit));
  const twins = new Set(fitting.map(({ twin }) => twin));
  if (twins.size > 1) return refused(severalTwins(topic, twins));
  const [fit] = fitting;
  if (fit === undefined) return refused(nearest(found.filter(isProblem)));
  const { meaning, twin, declared } = fit;
  const { readings, problems } = meaning.observed(declared);
  return { readings: readings.map((reading) => ({ twin, ...reading })), problems };
}

/** A twin that a message can be of, and what its model declares. */
interface Fit {
  readonly meaning: Meaning;
  readonly twin: string;
  readonly declared: DeclaredTopic;
}

/** The twin that a message is of if this is what it means, or why there is none. */
function fitOf(topic: string, meaning: Meaning, graph: TwinGraph): Fit | Problem {
  const { twin, declared } = meaning;
  const node = twin === undefined ? onlyNode(topic, meaning, graph) : graph.indexOf(twin);
  if (isProblem(node)) return node;
  const [id, model] = node < 0 ? [] : [graph.idAt(node), graph.modelAt(node)];
  if (id === undefined || model === undefined) return noTwin(twin ?? '');
  const its = declared.get(model);
  return its === undefined ? otherModel(id, model, declared) : { meaning, twin: id, declared: its };
}

function onlyNode(topic: string, { declared }: Meaning, graph: TwinGraph): number | Problem {
  const found: number[] = [];
  for (const model of declared.keys()) {
    for (const node of graph.nodesOf(model)) {
      if (found.push(node) > 1) return notOne(topic, 'several twins have', declared);
    }
  }
  return found[0] ?? notOne(topic, 'no twin has', declared);
}

/** Of what stands in the way of each meaning, that which says most: what the twin is, if it is. */
function nearest(problems: readonly Problem[]): Problem {
  const known = problems.find(({ code }) => code !== 'NOT_FOUND');
  return known ?? (problems[0] as Problem);
}

function refused(problem: Problem): Meant {
  return { readings: [], problems: [problem] };
}

function noTwin(twin: string): Problem {
  const action = 'check the id, or add the twin first';
  return { code: 'NOT_FOUND', where: twin, message: `there is no twin ${twin}`, action };
}

function otherModel(twin: string, model: string, declared: Meaning['declared']): Problem {
  const declaring = [...declared.keys()].slice(0, 3).join(', ');
  return {
    code: 'VALIDATION_FAILED',
    where: twin,
    message: `the twin has the model ${model}, and this topic is for twins of ${declaring}`,
    expected: `a twin of that model itself: models do not inherit topics`,
    action: `declare telemetryTopic in ${model}, or send to twins/{twin}`,
  };
}

function notOne(where: string, count: string, declared: Meaning['declared']): Problem {
  const [first] = declared.values();
  const which = declared.size === 1 ? `the model ${first?.model}` : 'a model';
  return {
    code: count === 'no twin has' ? 'NOT_FOUND' : 'BAD_USER_INPUT',
    where,
    message: `the topic ${first?.pattern} names no twin, and ${count} ${which} that declares it`,
    expected: 'a topic that names the twin, or exactly one twin of the model',
    action: 'declare the topic with {senderId}, or send to twins/{twin}',
  };
}

function severalTwins(where: string, twins: ReadonlySet<string>): Problem {
  return {
    code: 'CONFLICT',
    where,
    message: `the topic names several twins by the models that declare it: ${[...twins].join(', ')}`,
    expected: 'a topic that names one twin',
    action: 'declare topics that differ in a label',
  };
}
