// The generator is part of the public interface: a seed means the same numbers for ever.
import { describe, expect, it } from 'vitest';
import { cryptographicRandom, fromBits, normals, sample, seededRandom } from './random.ts';

describe('seeded random numbers', () => {
  it('are these numbers, in every version', () => {
    const random = seededRandom(7, 'golden');
    expect([random.bits(), random.bits(), random.bits()]).toEqual(GOLDEN);
  });

  it('differ by seed and by purpose, and a purpose does not disturb another', () => {
    const first = (seed: number, purpose: string) => seededRandom(seed, purpose).uniform();
    expect(new Set([first(0, 'a'), first(1, 'a'), first(0, 'b'), first(1, 'b')]).size).toBe(4);
    const a = seededRandom(3, 'a');
    const b = seededRandom(3, 'b');
    for (let i = 0; i < 100; i++) a.normal();
    expect(b.uniform()).toBe(first(3, 'b'));
  });

  it.each([0, 1, 7, 0xffffffff])('are uniform and normal (seed %i)', (seed) => {
    const n = 200_000;
    const random = seededRandom(seed, 'moments');
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) sum += random.uniform();
    // Five standard errors: 1/√(12 n) for the mean; 1/√n and √(2/n) for the normal's moments.
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n));
    sum = 0;
    for (const z of normals(random, n)) {
      sum += z;
      squares += z * z;
    }
    expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });

  it('draw integers without bias: chi-square over 7 cells', () => {
    const random = seededRandom(5, 'integers');
    const cells = new Array<number>(7).fill(0);
    const n = 70_000;
    for (let i = 0; i < n; i++) cells[random.integer(7)]!++;
    const chi = cells.reduce((sum, count) => sum + (count - n / 7) ** 2 / (n / 7), 0);
    // 99.99% quantile of chi-square with 6 degrees of freedom.
    expect(chi).toBeLessThan(27.9);
  });

  it('reject the partial block of the largest draws', () => {
    const draws = [0xffffffff, 5];
    expect(fromBits(() => draws.shift() ?? 0).integer(3)).toBe(2);
  });

  it('sample without repeats', () => {
    const chosen = sample(seededRandom(1, 'sample'), 50, 20);
    expect(new Set(chosen).size).toBe(20);
    expect(chosen.every((i) => i >= 0 && i < 50)).toBe(true);
  });
});

describe('cryptographic random numbers', () => {
  it('are uniform and never the same twice', () => {
    const random = cryptographicRandom();
    const draws = Array.from({ length: 5000 }, () => random.uniform());
    expect(new Set(draws).size).toBe(5000);
    expect(Math.abs(draws.reduce((a, b) => a + b) / 5000 - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 5000));
  });
});

const GOLDEN = [3010029040, 2945740495, 3256321248];
