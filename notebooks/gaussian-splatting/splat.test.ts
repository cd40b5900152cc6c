/** One Gaussian and two against closed forms, the graphs against float64, the gradient against slopes; and mutants. */
import { afterAll, describe as group, expect, test } from 'vitest';
import { nodeLabs } from '#lib/lab/node.ts';
import { floats } from '#lib/lab/tensor.ts';
import { moved } from './adaptor.ts';
import { drivePose, toPixel, toView, type Pose } from './camera.ts';
import { field } from './field.ts';
import { PARTS, partsOf, sigmoid, type Gaussians } from './gaussians.ts';
import { goldenGrad, goldenRow } from './golden.ts';
import { multiply, rotationOf, type Mat3, type Vec3 } from './linear.ts';
import { place, render } from './render.ts';
import { BLUR, FOCAL } from './settings.ts';
import { openScenes } from './scenes.ts';
import { alphaAt, blendAt, project, projectedCovariance, renderReference, type Splat } from './splat.ts';
import { firstOf, referenceLoss } from './testing.ts';
import { openClip } from './world.ts';

const labs = nodeLabs('gaussian-splatting');
const lab = labs.lab(0);
afterAll(() => labs.release());

const splat = (change: Partial<Splat> = {}): Splat => ({
  index: 0,
  mean: [10.5, 8.5],
  covariance: [2, 0, 2],
  opacity: 0.6,
  colour: [1, 0, 0],
  depth: 5,
  ...change,
});

group('splats by hand', () => {
  test('a ball straight ahead has the variance (f s / z)² + 0.3 both ways', () => {
    const [a, b, c] = projectedCovariance(
      drivePose(0).R,
      [0, 0, 7],
      rotationOf(1, 0.3, -0.2, 0.5),
      [0.4, 0.4, 0.4],
    );
    const variance = ((FOCAL * 0.4) / 7) ** 2;
    expect(a).toBeCloseTo(variance + BLUR, 10);
    expect(c).toBeCloseTo(variance + BLUR, 10);
    expect(b).toBeCloseTo(0, 10);
  });

  test('off the axis the covariance is that of points sampled from the Gaussian, to first order', () => {
    // Tiny, so that the projection is linear over its extent.
    const [R, turn, size] = [
      drivePose(0, 0, 0.2).R,
      rotationOf(0.7, 0.2, 0.4, -0.3),
      [0.004, 0.002, 0.001] as Vec3,
    ];
    const view: Vec3 = [1.2, -0.6, 4];
    const root = multiply(R, turn);
    const random = lab.random('cloud');
    const n = 40_000;
    const sums = [0, 0, 0];
    const [u0, v0] = toPixel(view);
    for (let i = 0; i < n; i++) {
      const z = size.map((s) => s * random.normal());
      const at = view.map(
        (value, r) => value + z.reduce((sum, one, k) => sum + (root[3 * r + k] as number) * one, 0),
      );
      const [u, v] = toPixel(at as unknown as Vec3);
      [(u - u0) ** 2, (u - u0) * (v - v0), (v - v0) ** 2].forEach(
        (value, k) => (sums[k] = sums[k]! + value / n),
      );
    }
    const covariance = projectedCovariance(R, view, turn, size);
    // Standard error of a variance: √(2/n) of it, here 0.7%.
    expect(covariance[0] - BLUR).toBeCloseTo(sums[0]!, 4);
    expect((covariance[0] - BLUR) / sums[0]!).toBeCloseTo(1, 1);
    expect((covariance[2] - BLUR) / sums[2]!).toBeCloseTo(1, 1);
    expect(covariance[1] / sums[1]!).toBeCloseTo(1, 1);
  });

  test('α at the centre is the opacity, and falls as the exponential says', () => {
    expect(alphaAt(splat(), 10.5, 8.5)).toBeCloseTo(0.6, 12);
    expect(alphaAt(splat(), 12.5, 8.5)).toBeCloseTo(0.6 * Math.exp(-0.5 * (4 / 2)), 12);
    expect(alphaAt(splat({ opacity: 1 }), 10.5, 8.5)).toBe(0.99);
    // Correlated: the exponent is that of the inverse matrix [2, 1; 1, 2]⁻¹ = [2, −1; −1, 2] / 3.
    expect(alphaAt(splat({ covariance: [2, 1, 2] }), 11.5, 9.5)).toBeCloseTo(
      0.6 * Math.exp(-0.5 * (2 / 3)),
      12,
    );
  });

  test('two splats: the near one first, the far one through what is left; the other order is another colour', () => {
    const near = splat();
    const far = splat({ colour: [0, 1, 0], opacity: 0.5, depth: 9 });
    const { rgb, depth, T } = blendAt([near, far], 10.5, 8.5);
    expect(rgb[0]).toBeCloseTo(0.6, 12);
    expect(rgb[1]).toBeCloseTo(0.4 * 0.5, 12);
    expect(depth).toBeCloseTo(0.6 * 5 + 0.4 * 0.5 * 9, 12);
    expect(T).toBeCloseTo(0.4 * 0.5, 12);
    expect(blendAt([far, near], 10.5, 8.5).rgb[1]).toBeCloseTo(0.5, 12);
  });
});

const row = goldenRow(lab);
const few = firstOf(row, 24);
const pose = drivePose(2.5);
const shot = goldenGrad(lab);
const target = { t: 6, pose, pix: shot.pix!.data as Float32Array, target: shot.target!.data as Float32Array };
const ON = { moves: true, enhanced: true };
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

group('graphs against float64', () => {
  test('deform moves and fades Gaussians as the formulas say, module by module', async () => {
    for (const modules of [ON, { moves: true, enhanced: false }, { moves: false, enhanced: false }]) {
      const got = await place(lab, row, 6, modules);
      const want = field(few, 6, modules);
      expect(worst(want.x, got.x)).toBeLessThan(1e-4);
      expect(worst(want.o, got.o)).toBeLessThan(1e-4);
      if (!modules.moves) expect(worst(want.x, few.x)).toBe(0);
      else expect(worst(want.x, few.x)).toBeGreaterThan(0.1);
    }
  });

  test('splat draws a trained view like the float64 renderer; unsorted or without the blur it does not', async () => {
    const scenes = await openScenes(lab, openClip(lab));
    const g = partsOf(scenes.row({ model: 'enhanced', group: 0 })!);
    const placed = await place(lab, g, 10, ON);
    const { rgb } = await render(lab, g, placed, drivePose(10, 0.5));
    const want = renderReference(g, placed, drivePose(10, 0.5));
    // A pixel adds up to 600 products of 32-bit floats with transmittances that are products of as many.
    expect(worst(rgb, want)).toBeLessThan(2e-4);
    const splats = project(g, placed, drivePose(10, 0.5));
    const differs = (mutant: Splat[]) => {
      let most = 0;
      for (const [u, v] of [
        [20.5, 20.5],
        [32.5, 18.5],
        [45.5, 19.5],
        [12.5, 10.5],
      ] as const)
        most = Math.max(most, worst(blendAt(mutant, u, v).rgb, blendAt(splats, u, v).rgb));
      return most;
    };
    expect(differs([...splats].reverse())).toBeGreaterThan(0.05);
    expect(
      differs(
        splats.map((one) => ({
          ...one,
          covariance: [one.covariance[0] - 0.3, one.covariance[1], one.covariance[2] - 0.3],
        })),
      ),
    ).toBeGreaterThan(0.002);
    expect(
      differs(splats.map((one) => ({ ...one, mean: [one.mean[0] + 0.5, one.mean[1] + 0.5] }))),
    ).toBeGreaterThan(0.01);
  });

  test('splat_grad: the loss is the float64 loss, its gradient the slopes of it in every part', async () => {
    const out = await (await lab.model('splat_grad')).run(shot);
    const loss = referenceLoss(few, target, ON);
    expect(floats(out.loss)[0]).toBeCloseTo(loss, 5);
    expect(Math.abs(referenceLoss(few, target, ON, (all) => [...all].reverse()) - loss)).toBeGreaterThan(
      1e-4,
    );
    const h = 1e-5;
    for (const { name } of PARTS) {
      const gradient = floats(out[`d_${name}`]);
      const size = few[name].length;
      // The steepest three, and one more.
      const picked = [...gradient.subarray(0, size).keys()]
        .sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!))
        .slice(0, 3);
      const steepest = Math.abs(gradient[picked[0]!]!);
      expect(steepest, name).toBeGreaterThan(0);
      for (const i of [...picked, Math.floor(size / 3)]) {
        const moveBy = (by: number) => {
          const part = few[name].slice();
          part[i] = part[i]! + by;
          return referenceLoss({ ...few, [name]: part } as Gaussians, target, ON);
        };
        const slope = (moveBy(h) - moveBy(-h)) / (2 * h);
        // |C − C*| has kinks: a pixel at one leaves a difference of the order of 1/P.
        expect(Math.abs(gradient[i]! - slope), `${name} ${i}`).toBeLessThan(2e-3 * steepest + 2e-6);
      }
    }
  });
});

group('invariances', () => {
  test('scene and camera under one similarity give the same image', () => {
    const similarity = {
      scale: 0.37,
      G: rotationOf(0.4, 0.7, -0.2, 0.5) as Mat3,
      shift: [1, -2, 0.5] as Vec3,
    };
    const other: Pose = moved(pose, similarity);
    const placed = field(few, 6, ON);
    for (let i = 0; i < 24; i++) {
      const at = [0, 1, 2].map((k) => placed.x[3 * i + k]!) as unknown as Vec3;
      const view = toView(pose, at);
      const there = at.map(
        (_, r) =>
          similarity.scale * at.reduce((sum, value, k) => sum + similarity.G[3 * r + k]! * value, 0) +
          similarity.shift[r]!,
      ) as unknown as Vec3;
      toView(other, there).forEach((value, k) => expect(value).toBeCloseTo(0.37 * view[k]!, 10));
      const turn = rotationOf(1, 0.2, 0.3, -0.1);
      const size: Vec3 = [0.3, 0.2, 0.1];
      const here = projectedCovariance(pose.R, view, turn, size);
      const moved2 = projectedCovariance(
        other.R,
        toView(other, there),
        multiply(similarity.G, turn),
        size.map((one) => 0.37 * one) as unknown as Vec3,
      );
      here.forEach((value, k) => expect(moved2[k]!).toBeCloseTo(value, 6));
    }
  });

  test('what is behind the camera or far aside is not drawn', () => {
    const g = firstOf(goldenRow(lab), 3);
    g.x.set([0, 1.6, -6, 40, 1.6, 10, 0, 1.6, 10]);
    const splats = project(g, { x: Float64Array.from(g.x), o: Float64Array.from(g.o) }, drivePose(2.5));
    expect(splats.map(({ index }) => index)).toEqual([2]);
    expect(splats[0]!.opacity).toBeCloseTo(sigmoid(g.o[2]!), 12);
    expect(splats[0]!.mean[0]).toBeCloseTo(32, 12);
    expect(splats[0]!.mean[1]).toBeCloseTo(16.2, 12);
  });
});
