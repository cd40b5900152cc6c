// Instances of jax-js's kernels are kept, nobody else's are; numbers are the same.
import { expect, test } from 'vitest';
import { keepKernelInstances } from './kernel-instances.ts';

/** A module that exports `get`, which reads the first 32-bit integer of the memory env.memory that it imports. */
const READER = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7f],
  ...[2, 15, 1, 3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 1],
  ...[3, 2, 1, 0],
  ...[7, 7, 1, 3, 0x67, 0x65, 0x74, 0, 0],
  ...[10, 9, 1, 7, 0, 0x41, 0, 0x28, 2, 0, 0x0b],
);
const { Instance, Memory, Module } = WebAssembly;

const withKeeping = () => {
  const wasm = { Instance };
  keepKernelInstances(wasm as never);
  return wasm;
};
const holding = (value: number) => {
  const memory = new Memory({ initial: 1 });
  new Int32Array(memory.buffer)[0] = value;
  return memory;
};
const read = (instance: WebAssembly.Instance) => (instance.exports['get'] as () => number)();

test('one instance for one module and one memory, another for another', () => {
  const wasm = withKeeping();
  const [module, other] = [new Module(READER), new Module(READER)];
  const memory = holding(7);
  const first = new wasm.Instance(module, { env: { memory } });
  expect(first).toBeInstanceOf(Instance);
  expect(read(first)).toBe(7);
  expect(new wasm.Instance(module, { env: { memory } })).toBe(first);
  expect(new wasm.Instance(other, { env: { memory } })).not.toBe(first);
  expect(read(new wasm.Instance(module, { env: { memory: holding(8) } }))).toBe(8);
  // The last memory counts: nothing piles up.
  expect(new wasm.Instance(module, { env: { memory } })).not.toBe(first);
});

test('what imports more than a memory may have a state: it is made anew', () => {
  const wasm = withKeeping();
  const module = new Module(READER);
  const memory = holding(7);
  const make = () => new wasm.Instance(module, { env: { memory, more: () => undefined } });
  expect(make()).not.toBe(make());
});

test('what can’t be made fails as before, and is not kept', () => {
  const wasm = withKeeping();
  const module = new Module(READER);
  expect(() => new wasm.Instance(module, { env: { memory: {} as WebAssembly.Memory } })).toThrow(
    'WebAssembly.Instance()',
  );
  expect(() => new wasm.Instance(module)).toThrow('WebAssembly.Instance()');
  expect(read(new wasm.Instance(module, { env: { memory: holding(9) } }))).toBe(9);
});

test('replaced once; where that is impossible nothing breaks', () => {
  const wasm = withKeeping();
  const { Instance: replaced } = wasm;
  keepKernelInstances(wasm as never);
  expect(wasm.Instance).toBe(replaced);
  const frozen = Object.freeze({ Instance });
  keepKernelInstances(frozen as never);
  expect(frozen.Instance).toBe(Instance);
});
