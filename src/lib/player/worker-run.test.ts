// A run in its worker, seen from the page: which parameters a frame was made for, whatever was changed in the meantime.
import { expect, test } from 'vitest';
import type { Engine } from '#lib/lab/client.ts';
import type { Reply } from '#lib/lab/worker.ts';
import { WorkerRun } from './worker-run.ts';

const FRAME = { settled: false, metrics: {} };
const A = { beta: 1 };
const B = { beta: 2 };
const C = { beta: 3 };

/** A worker that answers when it is told to, made for the change with the number that it is told. */
function worker() {
  const told: unknown[][] = [];
  const answers: ((reply: Reply | null) => void)[] = [];
  const remote = {
    start: () => Promise.resolve(),
    next: () => new Promise((resolve) => answers.push(resolve)),
    steer: (...given: unknown[]) => Promise.resolve(void told.push(given)),
  };
  const answer = (change: number) => answers.shift()?.({ frame: FRAME, says: '', count: 1, change });
  return { engine: { remote } as unknown as Engine, told, answer };
}

async function started() {
  const lab = worker();
  const run = new WorkerRun(() => undefined);
  await run.start(lab.engine, A, 0, 0);
  return { run, ...lab };
}

test('a frame that no change has reached was made for what it was asked for with', async () => {
  const { run, engine, told, answer } = await started();
  const asked = run.next(engine, A, 1, 0);
  run.steer(engine, B);
  answer(0);
  expect((await asked).params).toBe(A);
  expect(told).toEqual([[1, 1, B]]);
});

test('a frame that was steered was made for the change that the worker names', async () => {
  const { run, engine, answer } = await started();
  const asked = run.next(engine, A, 1, 0);
  run.steer(engine, B);
  run.steer(engine, C);
  answer(1);
  expect((await asked).params).toBe(B);
});

test('changes while nothing is being made are not sent, and are none of the next frame', async () => {
  const { run, engine, told, answer } = await started();
  run.steer(engine, B);
  const first = run.next(engine, B, 1, 0);
  answer(0);
  await first;
  run.steer(engine, C);
  expect(told).toEqual([]);
  const second = run.next(engine, C, 1, 0);
  answer(1);
  expect((await second).params).toBe(C);
});

test('a frame that was asked for ahead is steered, too', async () => {
  const { run, engine, answer } = await started();
  run.ahead(engine, A, 1);
  run.steer(engine, B);
  const asked = run.next(engine, B, 1, 0);
  answer(1);
  expect((await asked).params).toBe(B);
});

test('a worker that is gone is told nothing', async () => {
  const { run, engine, told } = await started();
  void run.next(engine, A, 1, 0);
  run.close();
  run.steer(engine, B);
  expect(told).toEqual([]);
});
