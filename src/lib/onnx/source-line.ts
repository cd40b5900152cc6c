// Finds the line of a model that produced an equation. jax-js does not record it, so the function is traced
// once more with the tracer's `addEqn` wrapped to note where each call came from. That hook is internal to
// jax-js: if it changes, an error message loses its line and nothing else happens.
import { type ArraySpec, type FlatFunction, makeTrace } from './trace.ts';

interface Hooked {
  _trace?: { main?: { globalData?: { addEqn?: (eqn: TracedEquation) => void } } };
}
interface TracedEquation {
  readonly outBinders: readonly object[];
}

/** The `file:line:column` outside jax-js that made the index-th equation, or undefined. */
export function sourceOfEquation(
  fn: FlatFunction,
  specs: readonly ArraySpec[],
  index: number,
): string | undefined {
  const lines = new Map<object, string | undefined>();
  try {
    const closed = makeTrace((...arrays) => {
      const builder = (arrays[0] as unknown as Hooked)._trace?.main?.globalData;
      const add = builder?.addEqn;
      if (builder && add) {
        builder.addEqn = (eqn) => {
          const line = callerLine();
          for (const binder of eqn.outBinders) lines.set(binder, line);
          add.call(builder, eqn);
        };
      }
      return fn(...arrays);
    }, specs);
    const binder = closed.jaxpr.flatten().simplify().eqns[index]?.outBinders[0];
    closed.dispose();
    return binder && lines.get(binder);
  } catch {
    return undefined;
  }
}

/** The innermost stack frame that belongs neither to jax-js nor to this exporter. */
function callerLine(): string | undefined {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const foreign =
    /@jax-js[\\/]jax|lib[\\/]onnx[\\/](?:trace|source-line|export-model|export-loop|flat)\.ts|node:/;
  return frames
    .find((frame) => frame.includes(':') && !foreign.test(frame))
    ?.trim()
    .replace(/^at /, '');
}
