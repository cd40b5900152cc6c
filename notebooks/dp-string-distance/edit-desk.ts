/** The edit-distance demo: 7 secret strings, 0 … 6 random edits of the query, released once as noisy dyadic trees. */
import type { Lab, Model, Random } from '#lib/notebook/types.ts';
import { Ledger, Repeats } from './account.ts';
import { flipped, randomBits } from './bits.ts';
import { nameOf, priceOf, termsOf } from './budget.ts';
import { EditDecoder } from './diagonal.ts';
import { EDIT, edited, editDistance, editPlaces, levelsOf, queryTrees, releaseTrees } from './edit.ts';
import type { Answer, EditPicture } from './frame.ts';
import type { DistanceParams } from './notebook.ts';
import { editSettings } from './settings.ts';

export class EditDesk {
  readonly ledger = new Ledger<{ trees: Float32Array[]; q: number }>();
  readonly #lab: Lab;
  readonly #n: number;
  readonly #center: Uint8Array;
  readonly #secrets: readonly Uint8Array[];
  readonly #places: Int32Array;
  readonly #naive: boolean;
  readonly #noise: (purpose: string) => Random;
  #question = '';
  #query: Uint8Array = new Uint8Array(0);
  #trees: readonly Uint8Array[] = [];
  #released: { trees: Float32Array[]; q: number } = { trees: [], q: 0.5 };
  #truths: number[] = [];
  #decoders: EditDecoder[] = [];
  #answers = new Float64Array(0);
  #repeats = new Repeats();
  #fresh: Random | undefined;

  constructor(params: DistanceParams, lab: Lab) {
    this.#lab = lab;
    this.#n = params.editLength;
    this.#center = randomBits(lab.random('edit query'), this.#n);
    const random = lab.random('edit strings');
    this.#secrets = Array.from({ length: EDIT.k + 1 }, (_, edits) => edited(this.#center, edits, random));
    this.#places = editPlaces(this.#n, lab.seed);
    this.#naive = params.strategy === 'naive';
    this.#noise = params.noiseSource === 'private' ? () => lab.entropy() : (purpose) => lab.random(purpose);
  }

  async follow(params: DistanceParams): Promise<void> {
    const settings = editSettings(params);
    const question = `${nameOf(settings)} flips=${params.flips.join()}`;
    if (question === this.#question) return;
    this.#question = question;
    this.#query = flipped(this.#center, params.flips);
    this.#trees = queryTrees(this.#query, this.#places);
    this.#truths = this.#secrets.map((secret) => editDistance(secret, this.#query));
    this.#fresh = undefined;
    this.#repeats = new Repeats();
    await this.#answer(params);
  }

  async ask(until: number, params: DistanceParams): Promise<void> {
    for (let i = 0; i < 25 && this.asked < until; i++) await this.#answer(params);
  }

  async #answer(params: DistanceParams): Promise<void> {
    const settings = editSettings(params);
    const { q, price } = termsOf(settings);
    if (this.#naive) {
      this.#fresh ??= this.#noise(`naive ${this.#question}`);
      this.#released = { trees: await this.#release(q, this.#fresh), q };
      this.ledger.pay(price);
    } else {
      this.#released = this.ledger.publish(settings, () => ({ trees: [], q }));
      if (this.#released.trees.length === 0) {
        this.#released.trees.push(...(await this.#release(q, this.#noise(nameOf(settings)))));
      }
    }
    this.#decoders = this.#released.trees.map((tree) => new EditDecoder(this.#n, tree, this.#trees, q));
    this.#answers = Float64Array.from(this.#decoders, (decoder) => decoder.decode().answer);
    this.ledger.answer();
    this.#repeats.add(this.#answers, this.#answers);
  }

  async #release(q: number, random: Random): Promise<Float32Array[]> {
    const flip: Model = await this.#lab.model('flip');
    return releaseTrees(this.#secrets, this.#places, q, random, flip);
  }

  get asked(): number {
    return this.#repeats.count;
  }

  get distinct(): number {
    return this.#repeats.distinct;
  }

  get query(): Uint8Array {
    return this.#query;
  }

  /** The price that the account was charged, per release. */
  price(params: DistanceParams): number {
    const settings = editSettings(params);
    return priceOf(termsOf(settings).q, settings.touched);
  }

  answers(): Answer[] {
    return this.#truths.map((truth, a) => ({
      truth,
      answer: this.#answers[a] as number,
      raw: null,
      average: this.#repeats.mean(a),
      sd: null,
    }));
  }

  picture({ string }: DistanceParams): EditPicture {
    const a = Math.min(string, EDIT.k);
    const secret = this.#secrets[a] as Uint8Array;
    const decoder = this.#decoders[a] as EditDecoder;
    const { answer, reach } = decoder.decode();
    const tests = decoder.tests(secret, this.#query);
    return { n: this.#n, k: EDIT.k, levels: levelsOf(this.#n), tests, reach, string: secret, answer };
  }
}
