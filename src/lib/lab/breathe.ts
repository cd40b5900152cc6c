/**
 * Letting others in: a pause of one macrotask, so that messages (a newer run, a chip that is pressed) are seen between
 * two frames. Several may pause at once; each goes on after its own message.
 */

export interface Breather {
  breathe(): Promise<void>;
  close(): void;
}

export function createBreather(): Breather {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    breathe: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(null);
      }),
    close: () => port1.close(),
  };
}
