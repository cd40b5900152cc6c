/** Dresses the document for a lecture: its type, and projector colours unless others are asked for. */
import { onDestroy } from 'svelte';

const VIEWS = ['light', 'dark', 'projector'];

export const lectureView = (theme: string | null | undefined): string =>
  VIEWS.find((view) => view === theme) ?? 'projector';

/** For the life of the component that calls it. */
export function wearLecture(): void {
  if (typeof document === 'undefined') return;
  const { dataset } = document.documentElement;
  const before = dataset.view;
  dataset.lecture = '';
  dataset.view = lectureView(new URLSearchParams(location.search).get('theme'));
  onDestroy(() => {
    delete dataset.lecture;
    if (before !== undefined) dataset.view = before;
  });
}

/** Keeps the screen on while a lecture is seen, where the browser lets it. The result ends that. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = async () => {
    if (over || document.visibilityState !== 'visible') return;
    // Refused when the battery is low: the screen may then go dark as it always does.
    lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
    if (over) void lock?.release();
  };
  void ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
