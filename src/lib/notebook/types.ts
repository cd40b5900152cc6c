/**
 * The contract between a notebook and the house, on one screen.
 *
 * A notebook is a folder. `notebook.ts` says what the paper is and which quantities can be adjusted; `simulation.ts`
 * turns parameters into frames; `claims.ts` measures phrases of the abstract on those frames; `View.svelte` draws one.
 */
import type * as JaxModule from '@jax-js/jax';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A value read from the outside: the nearest valid one, and a sentence when that is not what was written. */
export interface Reading<T> {
  readonly value: T;
  readonly issue?: string;
}

/** Coordinates of one dragged point; points that nobody moved are not listed. */
export interface MovedPoint {
  readonly index: number;
  readonly at: readonly number[];
}

export type Widget =
  | { kind: 'range'; min: number; max: number; step: number; log: boolean; unit: string; integer: boolean }
  | { kind: 'choice'; options: readonly (string | number)[]; labels: Readonly<Record<string, string>> }
  | { kind: 'toggle' }
  | { kind: 'points'; dimensions: number; max: number }
  | { kind: 'indices'; max: number };

/** One adjustable quantity: its type, its text in addresses and on the command line, and its widget, said once. */
export interface Control<T = unknown> extends StandardSchemaV1<string | null, T> {
  readonly label: string;
  /** TeX of the symbol that the paper uses. */
  readonly symbol: string;
  /** A second name that addresses and the command line accept (`beta` for `inverseTemperature`); may be empty. */
  readonly alias: string;
  /** What turning it does, in one phrase. */
  readonly help: string;
  readonly initial: T;
  /** Steers a running simulation; a change of any other control restarts it. */
  readonly live: boolean;
  /** `panel`: among the controls. `view`: handled in the picture (a camera, dragged points), still in the address. */
  readonly place: 'panel' | 'view';
  /** Values of other controls without which this one does nothing; its widget is then not shown. */
  readonly only: Readonly<Record<string, unknown>>;
  readonly widget: Widget;
  /** Inverse of `parse`: every state has a text. */
  print(value: T): string;
  parse(text: string): Reading<T>;
  /** The nearest valid value to anything (a JSON value of a message, a number out of range). */
  accept(value: unknown): Reading<T>;
}

export type Controls = Readonly<Record<string, Control>>;
export type Params<C> = { readonly [K in keyof C]: C[K] extends Control<infer T> ? T : never };

/** One picture's worth of data. `settled`: nothing more will happen until a live parameter changes. */
export interface Frame {
  readonly settled: boolean;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Rows behind a figure, for CSV. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Metric {
  readonly label: string;
  readonly unit: string;
  /** Significant digits to show. */
  readonly digits: number;
}

/** Yields frames when asked, and is handed the live parameters back. All it takes from the world is the lab. */
export type Simulation<P, F extends Frame> = (params: P, lab: Lab) => AsyncGenerator<F, void, P>;

/** One number that a claim predicts, and the interval that would confirm it (bounds included). */
export interface Check {
  readonly metric: string;
  readonly unit: string;
  readonly expect: readonly [low: number, high: number];
  /** Where the interval comes from: a formula, a theorem, a bound. */
  readonly theory: string;
}

/** Runs the demo at the claim's state, with `change` on top, until it settles; yields every frame on the way. */
export type Run<P, F> = (change?: Partial<P>, seed?: number) => AsyncIterable<F>;

/** A phrase of the abstract that the demo can check. */
export interface Claim<P, F> {
  /** The specification's id in lower case: `c1`. */
  readonly id: string;
  /** A contiguous phrase of the abstract, exactly as it stands in `abstract.md`. */
  readonly says: string;
  /** The state that shows it. */
  readonly at: Partial<P>;
  /** What is measured, in one plain sentence. */
  readonly method: string;
  /** First the check that the chip shows. */
  readonly checks: readonly Check[];
  /** One number per check, by metric. */
  measure(run: Run<P, F>, lab: Lab): Promise<Readonly<Record<string, number>>>;
}

/** A claim with its parameters forgotten, as the house handles it. */
export type AnyClaim = Claim<Record<string, unknown>, Frame>;

/** Uniform random numbers and what follows from them; a stream of its own per purpose. */
export interface Random {
  /** 32 uniform bits. */
  bits(): number;
  /** Uniform on [0, 1) with 53 bits. */
  uniform(): number;
  /** Uniform on {0, …, n−1}, without modulo bias. */
  integer(n: number): number;
  /** Standard normal. */
  normal(): number;
}

export type TensorData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Float64Array;
/** Row-major numbers and their shape. Uint8Array holds booleans. */
export interface Tensor<D extends TensorData = TensorData> {
  readonly data: D;
  readonly shape: readonly number[];
}

/** An ONNX graph that is ready to run. */
export interface Model {
  /** All outputs, or those named: what is not needed is not copied out of the engine. */
  run(inputs: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
}

export type EngineName = 'webgpu' | 'wasm-threads' | 'wasm';
export type Jax = typeof JaxModule;

/** All that a simulation may take from the world. */
export interface Lab {
  readonly seed: number;
  readonly engine: EngineName;
  /** Seeded: the same seed and purpose give the same numbers, whatever else was drawn. */
  random(purpose: string): Random;
  /** The platform's cryptographic source: not reproducible, fit for privacy. */
  entropy(): Random;
  /** A graph of the notebook's own folder, by file name without `.onnx`. Loaded once, freed with the lab. */
  model(file: string): Promise<Model>;
  /** Automatic differentiation on WASM. */
  jax(): Promise<Jax>;
  /** Wall time of `work` in milliseconds: information for the reader, never the same twice. Nothing may follow from it. */
  time(work: () => Promise<unknown>): Promise<number>;
  /**
   * Live parameters that have changed since the present frame was asked for, as soon as somebody has moved a control;
   * undefined when none have. Work of more than some milliseconds asks between its steps, leaves off and makes its frame
   * for them. Where nobody steers (claims, the command line, the build) there are none.
   */
  newer(): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** A question to answer before the reveal. */
export interface Prediction {
  readonly question: string;
  readonly options: readonly string[];
  readonly answer: number;
  readonly because: string;
}

/** One step of a lecture: a state, the sentence that it shows, and notes for the speaker. */
export interface Step<P> {
  readonly says: string;
  readonly notes: string;
  readonly at: Partial<P>;
  readonly claim?: string;
  readonly predict?: Prediction;
  /** Name of the linked figure that shows the point, where the main one does not: a lecture shows it. */
  readonly figure?: string;
}

export interface Paper {
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number;
  readonly venue: string;
  readonly arxiv: string | null;
  /** `owner/name` on GitHub. */
  readonly code: string | null;
}

export interface Notebook<C extends Controls = Controls> {
  readonly number: number;
  readonly paper: Paper;
  readonly theme: Theme;
  /** What the demo is called. */
  readonly title: string;
  /** One sentence in plain words. */
  readonly sentence: string;
  readonly seed: number;
  /** Why WebGPU is never tried, as the rest of a sentence: “its graphs …”. Absent where the graphs run on any engine. */
  readonly needsWasm?: string;
  /**
   * Graphs that the first picture does without, such as steps of a training: an engine starts without them. Whatever asks
   * for one has it opened and checked then.
   */
  readonly later?: readonly string[];
  readonly controls: C;
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly steps: readonly Step<Params<C>>[];
  /** Beliefs that students bring, and what the demo shows instead. */
  readonly misconceptions: readonly { readonly belief: string; readonly instead: string }[];
}

export type Theme =
  | 'attention-icl'
  | 'diffusion'
  | 'memory'
  | 'systems'
  | 'privacy'
  | 'efficiency'
  | 'editing'
  | 'generalization'
  | 'optimization';

/** What a view receives; it speaks back only by setting parameters. */
export interface ViewProps<P, F> {
  readonly frame: F;
  readonly params: P;
  /** The picture in words (`describe` of the simulation), for the figure's description. */
  readonly says: string;
  readonly set: (change: Partial<P>) => void;
}

/** Keeps the types of the controls, so that `Params<typeof notebook.controls>` is exact. */
export function defineNotebook<const C extends Controls>(notebook: Notebook<C>): Notebook<C> {
  return notebook;
}

/** What `simulation.ts` of a live notebook exports. */
export interface SimulationModule<P = Record<string, unknown>, F extends Frame = Frame> {
  simulate: Simulation<P, F>;
  /** What the picture shows now, with numbers, for readers who do not see it. */
  describe(frame: F, params: P): string;
  /** The data behind the hero figure. */
  table(frame: F, params: P): Table;
}

/** A paper whose demo is not built yet: everything that the gallery and the page of the abstract need. */
export function paperOnly(
  about: Pick<Notebook, 'number' | 'paper' | 'theme' | 'title' | 'sentence'>,
): Notebook<Record<never, never>> {
  return { ...about, seed: 0, controls: {}, metrics: {}, steps: [], misconceptions: [] };
}
