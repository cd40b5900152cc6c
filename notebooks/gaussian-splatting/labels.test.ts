/** The adaptor against exact similarities, boxes against closed forms, average precision by hand; and mutants. */
import { describe as group, expect, test } from 'vitest';
import { nodeLabs } from '#lib/lab/node.ts';
import {
  alignByPoses,
  alignByPositions,
  inverse,
  moved,
  poseError,
  reconstruct,
  renderedPose,
} from './adaptor.ts';
import { boxAround, covered, edgesOf, iou } from './boxes.ts';
import { drivePose, facing, type Pose } from './camera.ts';
import { averagePrecision } from './detection.ts';
import { targetsOf, CELLS, COLUMNS } from './detector.ts';
import { annotations, copiedLabels, labelsAt, scoreLabels, visibleBoxes } from './labels.ts';
import { angleBetween, rotationAbout, rotationOf, type Vec3 } from './linear.ts';
import { nearestRotation } from './nearest-rotation.ts';
import { photograph } from './raycast.ts';
import { buildStreet, CAR_SIZE, carsAt } from './street.ts';

const lab = nodeLabs('gaussian-splatting').lab(0);
const truth = { scale: 0.37, G: rotationOf(0.3, -0.6, 0.5, 0.2), shift: [1, 2, -3] as Vec3 };

/** Poses on a bend: their centres are on no line. */
const bend: Pose[] = Array.from({ length: 12 }, (_, t) => ({
  R: facing(0.1 * t),
  o: [0.2 * t * t, 1.6 + 0.3 * Math.sin(t), 1.6 * t],
}));

group('the adaptor', () => {
  test('without noise both alignments find the similarity on a bend', () => {
    const exact = { source: bend, sfm: bend.map((pose) => moved(pose, truth)), truth };
    for (const found of [alignByPoses(exact), alignByPositions(exact)]) {
      expect(found.scale).toBeCloseTo(truth.scale, 10);
      expect(angleBetween(found.G, truth.G)).toBeLessThan(1e-7);
      found.shift.forEach((value, k) => expect(value).toBeCloseTo(truth.shift[k]!, 8));
    }
  });

  test('on a straight drive orientations settle the rotation, and positions leave the roll to chance', () => {
    const source = Array.from({ length: 24 }, (_, t) => drivePose(t));
    const exact = { source, sfm: source.map((pose) => moved(pose, truth)), truth };
    const aside = drivePose(10, 1.5);
    const error = (align: typeof alignByPoses) => poseError(renderedPose(aside, align(exact), exact), aside);
    expect(error(alignByPoses).metres).toBeLessThan(1e-9);
    expect(error(alignByPositions).metres).toBeGreaterThan(0.08);
    // The drive itself is placed rightly: the mistake is invisible from there.
    expect(
      poseError(renderedPose(source[10]!, alignByPositions(exact), exact), source[10]!).metres,
    ).toBeLessThan(1e-6);
  });

  test('the noise of 24 orientations leaves about 0.2°', () => {
    let sum = 0;
    for (let k = 0; k < 20; k++) {
      const reconstruction = reconstruct(lab.random(`noise ${k}`));
      sum += angleBetween(alignByPoses(reconstruction).G, reconstruction.truth.G);
    }
    // Mean length of a normal vector in space: σ √(8/π), with σ = 0.01 / √24.
    const expected = (0.01 / Math.sqrt(24)) * Math.sqrt(8 / Math.PI);
    expect(sum / 20 / expected).toBeGreaterThan(0.75);
    expect(sum / 20 / expected).toBeLessThan(1.25);
  });

  test('the nearest rotation to a rotation is itself, also when it is stretched; inverses undo', () => {
    const G = rotationAbout([0.4, -1.1, 2]);
    expect(angleBetween(nearestRotation(G), G)).toBeLessThan(1e-7);
    const there = moved(drivePose(3, 1), truth);
    expect(poseError(moved(there, inverse(truth)), drivePose(3, 1)).metres).toBeLessThan(1e-12);
  });
});

group('labels', () => {
  const street = buildStreet(lab);

  test('the box of a car straight ahead is its near face', () => {
    const box = boxAround(edgesOf({ center: [0, 0.75, 12], size: CAR_SIZE }, drivePose(2.5)))!;
    // Near face at z = 10, from x = −0.9 to 0.9 and from y = 0 to 1.5; the camera is 1.6 m high.
    expect(box.x0).toBeCloseTo(32 - (58 * 0.9) / 10, 9);
    expect(box.x1).toBeCloseTo(32 + (58 * 0.9) / 10, 9);
    expect(box.y1).toBeCloseTo(16.2 + (58 * 1.6) / 10, 9);
    expect(box.y0).toBeCloseTo(16.2 + (58 * 0.1) / 14, 9);
  });

  test('a car beside the camera is cut at the image, one behind it has no box', () => {
    const box = boxAround(edgesOf({ center: [1.7, 0.75, 1], size: CAR_SIZE }, drivePose(2.5)))!;
    expect(box.x1).toBe(64);
    expect(box.y1).toBe(36);
    expect(boxAround(edgesOf({ center: [0, 0.75, -9], size: CAR_SIZE }, drivePose(2.5)))).toBeNull();
  });

  test('boxes between frames lie on the cars, and a label hidden by nearer boxes is dropped', () => {
    const [ahead] = annotations(street, 10.5).slice(6);
    expect(ahead!.center[2]).toBeCloseTo(carsAt(street, 10.5)[6]!.center[2], 12);
    const hidden = { center: [0, 0.75, 20] as Vec3, size: CAR_SIZE };
    const near = { center: [0, 0.75, 9] as Vec3, size: CAR_SIZE };
    expect(labelsAt([hidden, near], drivePose(2.5)).map(({ car }) => car)).toEqual([1]);
    expect(covered({ x0: 0, y0: 0, x1: 4, y1: 4 }, [{ x0: 0, y0: 0, x1: 2, y1: 4 }])).toBeCloseTo(0.5, 12);
  });

  test('at an annotated frame of the drive labels and copies are the truth; aside only labels are', () => {
    const score = (t: number, aside: number, copy: boolean) => {
      const pose = drivePose(t, aside);
      const seen = visibleBoxes(street, pose, t, photograph(street, pose, t));
      const labels = copy ? copiedLabels(street, t) : labelsAt(annotations(street, t), pose);
      const all = scoreLabels(seen, labels);
      return all.reduce((sum, one) => sum + one.iou, 0) / all.length;
    };
    expect(score(12, 0, true)).toBeCloseTo(score(12, 0, false), 12);
    expect(score(12.5, 1, false)).toBeGreaterThan(0.9);
    expect(score(12.5, 1, true)).toBeLessThan(0.55);
  });

  test('rays and boxes agree: the pixels of a car lie within its box', () => {
    const pose = drivePose(10, 0.7, 0.1);
    const photo = photograph(street, pose, 10);
    for (const { car, box } of visibleBoxes(street, pose, 10, photo))
      photo.car.forEach((one, pixel) => {
        if (one !== car) return;
        const [u, v] = [(pixel % 64) + 0.5, Math.floor(pixel / 64) + 0.5];
        expect(u > box.x0 && u < box.x1 && v > box.y0 && v < box.y1).toBe(true);
      });
  });
});

group('detection', () => {
  const at = (x: number) => ({ x0: x, y0: 0, x1: x + 10, y1: 10 });

  test('average precision by hand; a second box on the same car is wrong', () => {
    const images = [
      {
        truth: [at(0), at(30)],
        found: [
          { box: at(0), score: 0.9 },
          { box: at(1), score: 0.8 },
          { box: at(30), score: 0.7 },
        ],
      },
    ];
    // Right, wrong, right: precisions 1, 1/2, 2/3 at recalls 1/2, 1/2, 1.
    expect(averagePrecision(images).ap).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12);
    expect(averagePrecision([{ truth: [at(0)], found: [] }]).ap).toBe(0);
    expect(iou(at(0), at(5))).toBeCloseTo(50 / 150, 12);
  });

  test('a box becomes heat at its centre, an offset and log sizes', () => {
    const { heat, where, center } = targetsOf([{ x0: 10, y0: 8, x1: 21, y1: 17 }]);
    const cell = 6 * COLUMNS + 7;
    expect(center[cell]).toBe(1);
    expect(center.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(heat[cell]).toBe(1);
    expect(where[cell]).toBeCloseTo(0.75, 6);
    expect(where[CELLS + cell]).toBeCloseTo(0.25, 6);
    expect(where[2 * CELLS + cell]).toBeCloseTo(Math.log(11), 6);
  });
});
