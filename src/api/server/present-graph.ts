/**
 * Where an operation starts: at the present graph, pinned for the whole of it. With
 * `"extensions": {"explain": true}` in its body the answer tells what was done for it.
 */
import type { Observe, PlanStep } from '../../query/explain.ts';
import type { CheckedStore } from '../../store/checked/checked-store.ts';
import type { RequestContext } from '../context.ts';
import { graphView } from '../graph-view.ts';
import type { ApiPlugin } from './plugin.ts';

/** Every query starts at the present graph; each field of a mutation opens its own. */
export function presentGraph(): ApiPlugin {
  return {
    onExecute: ({ args, extendContext }) => {
      const { services, params }: Explainable = args.contextValue;
      const trace = params?.extensions?.explain === true ? new Trace() : undefined;
      const store = trace?.counting(services.store) ?? services.store;
      if (trace !== undefined) {
        extendContext({ services: { ...services, store }, observe: trace.observe });
      }
      args.rootValue = graphView(store, trace?.observe);
      if (trace === undefined) return undefined;
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (Symbol.asyncIterator in result) return;
          setResult({ ...result, extensions: { ...result.extensions, explain: trace.report() } });
        },
      };
    },
    onSubscribe: ({ args }) => {
      args.rootValue = graphView(args.contextValue.services.store);
    },
  };
}

/** What the pipeline knows of a request beside our context. */
type Explainable = RequestContext & {
  readonly params?: { readonly extensions?: { readonly explain?: unknown } };
};

/** What one request did. */
class Trace {
  readonly #plan: PlanStep[] = [];
  #storeCalls = 0;

  readonly observe: Observe = (step) => {
    this.#plan.push(step);
  };

  /** A store whose calls are counted; its catalogue is at hand without one. */
  counting(store: CheckedStore): CheckedStore {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || name === 'catalogue') return value;
        return (...args: unknown[]) => {
          this.#storeCalls++;
          return value.apply(target, args);
        };
      },
    });
  }

  report() {
    const plan = this.#plan.map((step) => ({
      ...step,
      milliseconds: Number(step.milliseconds.toFixed(3)),
    }));
    return { storeCalls: this.#storeCalls, plan };
  }
}
