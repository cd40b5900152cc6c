/**
 * How a graph is made: what `model.ts` of a notebook exports as `recipes`, read by `npm run train`, by the model
 * cards of the page and by "download what you just trained".
 */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Frame, Jax, Lab, Tensor } from '../notebook/types.ts';
import type * as Exporter from '../onnx/export.ts';

/** What a recipe works with: the lab under the recipe's seed, jax-js, and the exporter. */
export interface Workshop {
  readonly lab: Lab;
  readonly jax: Jax;
  readonly onnx: typeof Exporter;
}

export interface Built {
  readonly bytes: Uint8Array;
  /** For trained weights: how many steps, and the loss after the last. */
  readonly steps?: number;
  readonly loss?: number;
}

export interface Recipe {
  /** File name without `.onnx`. */
  readonly file: string;
  /** What the graph computes, in one sentence. */
  readonly computes: string;
  readonly seed: number;
  /** Largest allowed difference |a − b| / (1 + |b|) between two trainings, and between two engines, on `golden`. */
  readonly tolerance: number;
  build(workshop: Workshop): Promise<Built>;
  /** Small inputs on which engines and trainings are compared. */
  golden(lab: Lab): Readonly<Record<string, Tensor>>;
}

/** What `model.ts` exports. */
export interface ModelModule<F extends Frame = Frame> {
  readonly recipes: readonly Recipe[];
  /** The model as trained in the page just now, when the notebook trains one. */
  exportTrained?(frame: F, workshop: Workshop): Promise<{ file: string; bytes: Uint8Array }>;
}

/** One line of `models.json`: where a shipped graph came from. */
export interface Provenance {
  readonly file: string;
  readonly computes: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly seed: number;
  readonly steps: number | null;
  readonly loss: number | null;
  readonly milliseconds: number;
  /** Git's hash of the recipe's text, and the last commit before the training. */
  readonly recipe: string;
  readonly commit: string;
  readonly tolerance: number;
  readonly golden: { readonly inputs: Stored; readonly outputs: Stored };
}

export type Stored = Readonly<
  Record<string, { type: string; shape: readonly number[]; data: readonly number[] }>
>;

/** A graph without trained weights: a function written in jax-js, and what its inputs and outputs are called. */
export interface GraphRecipe extends Pick<Recipe, 'file' | 'computes' | 'golden'> {
  readonly graph: (jax: Jax, ...inputs: JaxArray[]) => JaxArray[];
  /** Names and shapes in the order of the arguments; a string is a size that is free at run time. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: readonly string[];
}

/** The recipe of such a graph; engines must agree on it within 10⁻⁵. */
export const graphRecipe = ({ file, computes, graph, inputs, outputs, golden }: GraphRecipe): Recipe => ({
  file,
  computes,
  seed: 0,
  tolerance: 1e-5,
  golden,
  build: async ({ jax, onnx }) => ({
    bytes: onnx.exportModel((...arrays) => graph(jax, ...arrays), {
      name: file,
      description: computes,
      inputs: Object.entries(inputs).map(([name, shape]) => ({ name, shape })),
      outputs,
    }),
  }),
});
