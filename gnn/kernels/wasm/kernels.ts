/**
 * The kernels of the graph network as one WebAssembly SIMD module, and their types as functions.
 * Serving gives it a memory of its own (`../resident/`), training that of TensorFlow.js.
 */
import { type AggregateParameter, addAggregate } from './aggregate.ts';
import {
  type ActivateParameter,
  addActivate,
  addCombine,
  type CombineParameter,
} from './element-wise.ts';
import { addLayer, type LayerParameter } from './layer.ts';
import { ModuleBuilder } from './module-builder.ts';
import { addProduct, addTransposedProduct, type ProductParameter } from './product.ts';

/** A kernel as a function; addresses may lie above 2 GiB. */
export type Run<P extends string> = (values: Readonly<Record<P, number>>) => void;

export interface Kernels {
  readonly aggregate: Run<AggregateParameter>;
  readonly product: Run<ProductParameter>;
  /** Of a transposed left operand. */
  readonly transposedProduct: Run<ProductParameter>;
  readonly activate: Run<ActivateParameter>;
  readonly combine: Run<CombineParameter>;
  readonly layer: Run<LayerParameter>;
}

/** The module for a memory that threads share, or for one that they do not; made once. */
export function kernelModule(isShared: boolean): WebAssembly.Module {
  const known = isShared ? modules.shared : modules.own;
  const module = known ?? new WebAssembly.Module(kernelBuilder().bytes(isShared));
  modules[isShared ? 'shared' : 'own'] = module;
  return module;
}

const modules: { shared?: WebAssembly.Module; own?: WebAssembly.Module } = {};

/** The kernels on a memory that is not shared, by the names of their parameters. */
export function kernelsOn(memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(kernelModule(false), { env: { memory } });
  const runs = [...kernelBuilder().parameters].map(([name, parameters]) => {
    const run = exports[name] as (...values: readonly number[]) => void;
    return [
      name,
      (values: Record<string, number>) => run(...parameters.map((p) => values[p] ?? 0)),
    ];
  });
  return Object.fromEntries(runs) as Kernels;
}

function kernelBuilder(): ModuleBuilder {
  const module = new ModuleBuilder();
  const aggregate = addAggregate(module);
  const product = addProduct(module);
  const activate = addActivate(module);
  const combine = addCombine(module);
  addTransposedProduct(module);
  addLayer(module, { aggregate, product, activate, combine });
  return module;
}
