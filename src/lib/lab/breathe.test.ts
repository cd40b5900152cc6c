// A run and a measurement pause in the same worker at the same time: neither may keep the other from going on.
import { expect, it } from 'vitest';
import { createBreather } from './breathe.ts';

it('lets everybody who pauses go on, in order', async () => {
  const { breathe, close } = createBreather();
  const order: string[] = [];
  const walk = async (name: string) => {
    for (let i = 0; i < 3; i++) {
      await breathe();
      order.push(name);
    }
  };
  await Promise.all([walk('run'), walk('measurement')]);
  close();
  expect(order).toEqual(['run', 'measurement', 'run', 'measurement', 'run', 'measurement']);
});
