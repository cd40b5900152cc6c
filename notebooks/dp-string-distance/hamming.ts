/**
 * The Hamming demo: 17 secret strings, a release, and a reader who asks. `follow` makes the answer for the present
 * parameters, `ask` repeats the question; everything else that a frame shows is read off.
 */
import type { Lab, Random } from '#lib/notebook/types.ts';
import { Ledger, Repeats } from './account.ts';
import { nameOf, termsOf, type Settings } from './budget.ts';
import { flipped, hamming, ladderAround, LADDER, randomBits } from './bits.ts';
import { bucketsInRow, type Layout } from './hash.ts';
import type { Answer, SketchPicture } from './frame.ts';
import type { DistanceParams } from './notebook.ts';
import { hammingSettings, layoutOf } from './settings.ts';
import { answerAll, Release, Sketcher, type Answers } from './sketch.ts';
import { distanceFromOdd, predictedSd } from './theory.ts';

/** The largest sketch that the microscope draws. */
const DRAWN = 1 << 15;
/** Numbers that naive questions may draw in one frame. */
const DRAWS_PER_FRAME = 350_000;

export class HammingDesk {
  readonly ledger = new Ledger<Release>();
  readonly #lab: Lab;
  readonly #center: Uint8Array;
  readonly #secrets: readonly Uint8Array[];
  readonly #naive: boolean;
  readonly #noise: (purpose: string) => Random;
  #sketcher: Sketcher | undefined;
  #exact: Float32Array[] = [];
  #release: Release | undefined;
  #question = '';
  #query: Uint8Array = new Uint8Array(0);
  #own: Float32Array = new Float32Array(0);
  #truths: number[] = [];
  #answers: Answers | undefined;
  #repeats = new Repeats();
  #fresh: Random | undefined;

  constructor(params: DistanceParams, lab: Lab) {
    this.#lab = lab;
    this.#center = randomBits(lab.random('query'), params.length);
    this.#secrets = ladderAround(this.#center, lab.random('secret strings'));
    this.#naive = params.strategy === 'naive';
    // A seeded stream per settings, or the machine's own source.
    this.#noise = params.noiseSource === 'private' ? () => lab.entropy() : (purpose) => lab.random(purpose);
  }

  get sketcher(): Sketcher {
    if (!this.#sketcher) throw new Error('The desk has not followed any parameters yet.');
    return this.#sketcher;
  }

  /** True when every string has been released under the present settings. */
  get published(): boolean {
    return this.#naive || this.#release?.strings === LADDER;
  }

  /** Releases what is missing (some strings at a time when sketches are huge) and answers the question. */
  async follow(params: DistanceParams): Promise<void> {
    const settings = hammingSettings(params);
    await this.#lay(layoutOf(params));
    const before = this.#release?.strings;
    if (!this.#naive) await this.#publish(settings);
    const question = `${nameOf(settings)} flips=${params.flips.join()}`;
    if (question === this.#question && before === this.#release?.strings) return;
    if (question !== this.#question) await this.#pose(question, params);
    this.#repeats = new Repeats();
    await this.#answer(settings);
  }

  async #lay(layout: Layout): Promise<void> {
    if (this.#sketcher && sameLayout(this.#sketcher.layout, layout)) return;
    this.#sketcher = await Sketcher.open(this.#center.length, layout, this.#lab);
    this.#exact = [];
    this.#question = '';
  }

  async #publish(settings: Settings): Promise<void> {
    const release = this.ledger.publish(settings, (q, price) => new Release(q, price));
    this.#release = release;
    const until = Math.min(LADDER, release.strings + this.sketcher.batch);
    for (let a = release.strings; a < until; a++) {
      const random = this.#noise(`${nameOf(settings)} string ${a}`);
      release.add(
        await this.sketcher.release(await this.#exactOf(a), release.q, random),
        this.sketcher.cells,
      );
    }
  }

  async #exactOf(a: number): Promise<Float32Array> {
    const known = this.#exact[a];
    if (known) return known;
    const sketch = await this.sketcher.encode(this.#secrets[a] as Uint8Array);
    // Huge sketches are not kept: they are needed once.
    if (this.sketcher.keeps(LADDER)) this.#exact[a] = sketch;
    return sketch;
  }

  async #pose(question: string, { flips }: DistanceParams): Promise<void> {
    this.#question = question;
    this.#query = flipped(this.#center, flips);
    this.#own = await this.sketcher.encode(this.#query);
    this.#truths = this.#secrets.map((secret) => hamming(secret, this.#query));
    this.#fresh = undefined;
  }

  async #answer(settings: Settings): Promise<void> {
    if (this.#naive) this.#answers = await this.#answerNaively(settings);
    else this.#answers = await answerAll(this.sketcher, this.#release as Release, this.#own);
    this.ledger.answer();
    this.#repeats.add(this.#answers.debiased, this.#answers.odd);
  }

  /** Fresh noise on every sketch for this one question: a release that nobody keeps, and that costs as much. */
  async #answerNaively(settings: Settings): Promise<Answers> {
    const { q, price } = termsOf(settings);
    this.#fresh ??= this.#noise(`naive ${this.#question}`);
    const release = new Release(q, price);
    const { cells, batch } = this.sketcher;
    for (let from = 0; from < LADDER; from += batch) {
      const exact = new Float32Array((Math.min(LADDER, from + batch) - from) * cells);
      for (let at = 0; at < exact.length; at += cells) exact.set(await this.#exactOf(from + at / cells), at);
      release.add(await this.sketcher.release(exact, q, this.#fresh), cells);
    }
    this.ledger.pay(price);
    return answerAll(this.sketcher, release, this.#own);
  }

  get asked(): number {
    return this.#repeats.count;
  }

  get distinct(): number {
    return this.#repeats.distinct;
  }

  /** Asks the same question again: some times per frame, `until` times in all. */
  async ask(until: number, params: DistanceParams): Promise<void> {
    const draws = LADDER * this.sketcher.cells * (this.#naive ? 1 : 0.4);
    const count = Math.max(1, Math.floor(DRAWS_PER_FRAME / draws));
    const settings = hammingSettings(params);
    for (let i = 0; i < count && this.asked < until; i++) await this.#answer(settings);
  }

  get query(): Uint8Array {
    return this.#query;
  }

  answers(params: DistanceParams): Answer[] {
    const { q } = termsOf(hammingSettings(params));
    const { layout } = this.sketcher;
    const count = this.#answers?.debiased.length ?? 0;
    return Array.from({ length: count }, (_, a) => {
      const truth = this.#truths[a] as number;
      return {
        truth,
        answer: this.#answers?.debiased[a] as number,
        raw: this.#answers?.raw[a] as number,
        average: distanceFromOdd(this.#repeats.mean(a), bucketsInRow(layout)),
        sd: predictedSd(truth, q, layout),
      };
    });
  }

  /** The curator's view of one sketch; none when it is too large to draw or noise is not kept (naive). */
  async sketchPicture({ string, bit }: DistanceParams): Promise<SketchPicture | null> {
    const { layout, places, n, cells } = this.sketcher;
    if (cells > DRAWN || this.#naive || (this.#release?.strings ?? 0) <= string) return null;
    const secret = this.#secrets[string] as Uint8Array;
    const p = Math.min(bit, n - 1);
    const value = secret[p] as number;
    const cellsOf = (item: number) =>
      Array.from(
        { length: layout.rows },
        (_, row) => row * bucketsInRow(layout) + (places[row * 2 * n + item] as number),
      );
    return {
      ...layout,
      exact: Uint8Array.from(await this.#exactOf(string)),
      released: Uint8Array.from((this.#release as Release).bits(string, string + 1, cells)),
      leaves: cellsOf(2 * p + value),
      enters: cellsOf(2 * p + 1 - value),
      bits: secret.slice(0, 4096),
    };
  }

  /** D for a worst-case pair of neighbours: the most sketch bits that any one bit among the first 256 changes. */
  get changed(): number {
    const { places, n, layout } = this.sketcher;
    let most = 0;
    for (let p = 0; p < Math.min(n, 256); p++) {
      let count = 0;
      for (let row = 0; row < layout.rows; row++) {
        const at = row * 2 * n + 2 * p;
        if (places[at] !== places[at + 1]) count += 2;
      }
      most = Math.max(most, count);
    }
    return most;
  }
}

const sameLayout = (a: Layout, b: Layout) =>
  a.rows === b.rows && a.groups === b.groups && a.buckets === b.buckets;
