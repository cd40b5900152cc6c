// Changes while a frame is being made: taken once, the newest one, and the answer says which.
import { expect, test } from 'vitest';
import { Steering } from './steering.ts';

const A = { beta: 1 };
const B = { beta: 2 };
const C = { beta: 3 };

/** A frame has been begun, and nobody has sent a message. */
function begun(): Steering {
  const steering = new Steering(() => Promise.resolve());
  steering.begin();
  return steering;
}

test('without a change a frame is made for what it was asked for with', async () => {
  const steering = begun();
  expect(await steering.newer()).toBe(undefined);
  expect(steering.madeFor(A)).toEqual({ number: 0, params: A });
});

test('the newest change is taken, once', async () => {
  const steering = begun();
  steering.tell(1, B);
  steering.tell(2, C);
  expect(await steering.newer()).toBe(C);
  expect(await steering.newer()).toBe(undefined);
  expect(steering.madeFor(A)).toEqual({ number: 2, params: C });
});

test('a change that nobody took changes nothing, and is no change of the next frame', async () => {
  const steering = begun();
  steering.tell(1, B);
  expect(steering.madeFor(A).params).toBe(A);
  steering.begin();
  expect(await steering.newer()).toBe(undefined);
  expect(steering.madeFor(C)).toEqual({ number: 0, params: C });
});

test('messages are let in before it is looked', async () => {
  const steering: Steering = new Steering(() => Promise.resolve(steering.tell(1, B)));
  steering.begin();
  expect(await steering.newer()).toBe(B);
});
