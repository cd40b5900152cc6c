/** Running sums of errors: mean and root mean square, each with its standard error. */

export class Tally {
  #n = 0;
  #sum = 0;
  #squares = 0;
  #fourth = 0;

  add(error: number): void {
    this.#n++;
    this.#sum += error;
    this.#squares += error ** 2;
    this.#fourth += error ** 4;
  }

  get count(): number {
    return this.#n;
  }
  get mean(): number {
    return this.#sum / this.#n;
  }
  get meanSe(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#n - this.mean ** 2) / this.#n);
  }
  get rms(): number {
    return Math.sqrt(this.#squares / this.#n);
  }
  /** By the delta method from the variance of the squares. */
  get rmsSe(): number {
    const variance = Math.max(0, this.#fourth / this.#n - (this.#squares / this.#n) ** 2);
    return this.rms === 0 ? 0 : Math.sqrt(variance / this.#n) / (2 * this.rms);
  }
}
