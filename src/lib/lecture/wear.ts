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
