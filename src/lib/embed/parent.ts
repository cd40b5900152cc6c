/**
 * The page around an embed. Messages are taken from the parent window only, and go to its origin only; `*` is used
 * only where that origin is opaque (`"null"`: a deck opened from a file), which no other target can name.
 */

export interface Parent {
  /** Posts to the parent; kept until its origin is known. */
  post(message: unknown): void;
  listen(listener: (data: unknown) => void): () => void;
}

/** Messages that are kept for a parent which has not shown its origin yet. */
const KEPT = 20;

export function connectToParent(window: Window): Parent {
  const { parent } = window;
  const framed = parent !== window;
  let target = framed ? knownOrigin(window) : undefined;
  let kept: unknown[] = [];
  const send = (message: unknown) => {
    try {
      if (target !== undefined) parent.postMessage(message, target);
    } catch {
      // The parent is gone, or its origin can't be a target; there is nobody to tell.
    }
  };
  return {
    post(message) {
      if (!framed) return;
      if (target === undefined) kept = [...kept, message].slice(-KEPT);
      else send(message);
    },
    listen(listener) {
      const receive = (event: MessageEvent) => {
        if (!framed || event.source !== parent) return;
        target = event.origin === 'null' ? '*' : event.origin;
        const waiting = kept;
        kept = [];
        waiting.forEach(send);
        listener(event.data);
      };
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
  };
}

/** The parent's origin before it has spoken, where the browser tells: its ancestors, or the referrer. */
function knownOrigin({ location, document }: Window): string | undefined {
  const [ancestor] = location.ancestorOrigins ?? [];
  if (ancestor !== undefined) return ancestor === 'null' || ancestor.startsWith('file:') ? '*' : ancestor;
  return document.referrer ? new URL(document.referrer).origin : undefined;
}
