/** A run: the pretrained chain, and what search, sharpening and distillation have made of it so far. */
import type { Lab, Model } from '#lib/notebook/types.ts';
import { allHittingTimes, clusterTimes, jumpRates, meanTime, metaTimes, stationary } from './chain.ts';
import { compare, distil, type Agreement, type Student } from './distil.ts';
import { hittingByGraph } from './exact.ts';
import type { Params, Stage, SweepPoint } from './frame.ts';
import { cumulative, drawGraph, kernel, type StepGraph } from './graph.ts';
import { Search, type Found } from './search.ts';
import { Sharpening } from './sharpen.ts';
import { Walk } from './walk.ts';

const ORDER: readonly Stage[] = ['walk', 'search', 'sharpen', 'distil'];
export const reaches = (stage: Stage, other: Stage): boolean => ORDER.indexOf(stage) >= ORDER.indexOf(other);

/** ε of the curve: nine values over the range of the control. */
export const SWEEP = Array.from({ length: 9 }, (_, i) => 0.001 * 100 ** (i / 8));
/** Search steps per frame, at most, and rollouts. */
const STEPS_PER_FRAME = 100_000;
const FRAMES_OF_SEARCH = 40;

export interface Times {
  /** h of every cluster, [K, N]; H between clusters, [K, K]; H̄. */
  readonly h: Float64Array;
  readonly H: Float64Array;
  readonly mean: number;
}

export class Run {
  readonly graph: StepGraph;
  readonly P: Float64Array;
  readonly pi: Float64Array;
  readonly q: Float64Array;
  readonly theta: Float64Array;
  base!: Times;
  search: Search | undefined;
  accepted: readonly Found[] = [];
  sharpening: Sharpening | undefined;
  sharp: Times | undefined;
  student: Student | undefined;
  agreement: Agreement | null = null;
  readonly sweep: SweepPoint[] = [];
  walk!: Walk;
  #walked: 'base' | 'sharp' = 'base';
  readonly #lab: Lab;
  readonly #params: Params;
  #models!: Readonly<Record<'hit' | 'ppo' | 'walk', Model>>;

  private constructor(lab: Lab, params: Params) {
    this.#lab = lab;
    this.#params = params;
    this.graph = drawGraph((purpose) => lab.random(purpose), params.clusters, params.clusterSize);
    this.P = kernel(this.graph, params.epsilon);
    this.pi = stationary(this.graph);
    this.q = jumpRates(this.graph, this.pi);
    this.theta = metaTimes(this.q, params.clusters);
  }

  static async open(lab: Lab, params: Params): Promise<Run> {
    const run = new Run(lab, params);
    const [hit, ppo, walk] = await Promise.all([lab.model('hit'), lab.model('ppo'), lab.model('walk')]);
    run.#models = { hit, ppo, walk };
    run.base = await run.#times(run.P);
    run.#startWalk('base');
    return run;
  }

  /** True when nothing is left to do for this stage. */
  isDone(stage: Stage): boolean {
    return this.#rests(stage) && this.walk.done && this.#walked === this.#shown(stage);
  }

  /** A little more of what the stage asks for. */
  async advance({ stage, speed }: Params): Promise<void> {
    if (this.sweep.length < SWEEP.length) this.#sweepOne();
    else if (reaches(stage, 'search') && !this.#searched) this.#searchSome();
    else if (reaches(stage, 'sharpen') && !this.sharp) await this.#sharpenOnce();
    else if (stage === 'distil' && !this.student) this.#distil();
    else {
      if (this.#walked !== this.#shown(stage)) this.#startWalk(this.#shown(stage));
      await this.walk.advance(speed);
    }
  }

  /** What is going on at this stage. */
  doing(stage: Stage): 'walking' | 'searching' | 'sharpening' {
    if (reaches(stage, 'search') && !this.#searched) return 'searching';
    return reaches(stage, 'sharpen') && !this.sharp ? 'sharpening' : 'walking';
  }

  get #searched(): boolean {
    return this.search !== undefined && this.search.rollouts >= this.#params.rollouts;
  }

  #rests(stage: Stage): boolean {
    return (
      this.sweep.length === SWEEP.length &&
      (!reaches(stage, 'search') || this.#searched) &&
      (!reaches(stage, 'sharpen') || this.sharp !== undefined) &&
      (stage !== 'distil' || this.student !== undefined)
    );
  }

  #shown(stage: Stage): 'base' | 'sharp' {
    return reaches(stage, 'sharpen') ? 'sharp' : 'base';
  }

  #startWalk(chain: 'base' | 'sharp'): void {
    const P = chain === 'sharp' ? (this.sharpening?.policy ?? this.P) : this.P;
    this.walk = new Walk(this.#models.walk, this.#lab.random('walk'), P, this.graph.size);
    this.#walked = chain;
  }

  #sweepOne(): void {
    const epsilon = SWEEP[this.sweep.length] as number;
    const h = allHittingTimes(kernel(this.graph, epsilon), this.graph);
    this.sweep.push({ epsilon, exact: meanTime(h, this.graph), meta: this.metaMean / epsilon });
  }

  /** θ̄: mean over pairs of clusters. */
  get metaMean(): number {
    const K = this.graph.clusters;
    return this.theta.reduce((sum, value) => sum + value, 0) / (K * (K - 1));
  }

  #searchSome(): void {
    const { rollouts, epsilon, clusterSize } = this.#params;
    const cdf = () => cumulative(this.P, this.pi.length);
    this.search ??= new Search(cdf(), this.#lab.random('search'), clusterSize, epsilon);
    const [search, begun] = [this.search, this.search.steps];
    for (let i = 0; i < Math.ceil(rollouts / FRAMES_OF_SEARCH) && !this.#searched; i++) {
      search.rollout();
      if (search.steps - begun > STEPS_PER_FRAME) break;
    }
    this.accepted = search.accepted;
  }

  async #sharpenOnce(): Promise<void> {
    const { ppo } = this.#models;
    this.sharpening ??= new Sharpening(ppo, this.P, this.accepted, this.#params.sharpened);
    if (!this.sharpening.done) await this.sharpening.advance();
    if (this.sharpening.done) this.sharp = await this.#times(this.sharpening.policy);
  }

  #distil(): void {
    this.student = distil(this.search as Search, this.accepted, this.P);
    const { clusters, size } = this.graph;
    this.agreement = compare(this.student, { H: this.base.H, q: this.q, clusters, size });
  }

  async #times(P: Float64Array): Promise<Times> {
    const h = await hittingByGraph(this.#models.hit, P, this.graph);
    return { h, H: clusterTimes(h, this.pi, this.graph), mean: meanTime(h, this.graph) };
  }
}
