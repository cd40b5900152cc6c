/** Tells the page around what happens in the demo. Called while the embed's component is set up. */
import type { Session } from '#lib/player/session.svelte.ts';
import { eventOf, type EventName } from './messages.ts';

/** Least time between two `frame` events, in milliseconds; the last frame is always told. */
const FRAME_BEAT = 250;
/** A drag makes one `change`, not sixty. */
const CHANGE_PAUSE = 150;

/** `opened`: the session has taken its state from the address; before, there is nothing to tell. */
export function tellEvents(session: Session, opened: () => boolean, post: (message: unknown) => void): void {
  const tell = (event: EventName, detail: unknown) => post(eventOf(event, detail));
  let told = session.step;
  let next = 0;
  let ended = false;

  $effect(() => {
    const { query, seed } = session;
    if (!opened()) return;
    const detail = { query, seed, params: JSON.parse(JSON.stringify(session.params)) as unknown };
    const timer = setTimeout(() => tell('change', detail), CHANGE_PAUSE);
    return () => clearTimeout(timer);
  });
  $effect(() => {
    const { step, notebook } = session;
    if (!opened() || step === told) return;
    told = step;
    tell('step', { step, steps: notebook.steps.length, says: notebook.steps[step - 1]?.says ?? '' });
  });
  $effect(() => {
    const { frame, says } = session;
    if (!frame) return;
    const send = () => {
      next = Date.now() + FRAME_BEAT;
      tell('frame', { metrics: { ...frame.metrics }, settled: frame.settled, says });
    };
    const timer = setTimeout(send, Math.max(0, next - Date.now()));
    return () => clearTimeout(timer);
  });
  $effect(() => {
    const settled = session.phase === 'settled';
    if (settled && !ended) tell('end', { metrics: { ...session.frame?.metrics } });
    ended = settled;
  });
  $effect(() => {
    const code = session.phase === 'failed' ? 'failed' : 'bad-address';
    for (const message of session.sentences) tell('error', { code, message, where: location.search });
  });
}

/** Tells the height of the content when it changes, also in the form that Embedly's hosts understand. */
export function tellHeight(content: HTMLElement, post: (message: unknown) => void): () => void {
  let told = 0;
  const observer = new ResizeObserver(() => {
    // A frame on a hidden slide has no size; its last height stays.
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === 0 || height === told || content.clientWidth === 0) return;
    told = height;
    post(eventOf('resize', { height }));
    post(JSON.stringify({ src: location.href, context: 'iframe.resize', height }));
  });
  observer.observe(content);
  return () => observer.disconnect();
}
