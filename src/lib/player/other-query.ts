/** A page that is open under one query may be led to another: by the back button, or by a link to one of its states. */
import { afterNavigate } from '$app/navigation';

/** Called while a component is set up. What the page does with its first address is its own affair. */
export function onOtherQuery(read: (query: URLSearchParams) => void): void {
  afterNavigate(({ type, to }) => {
    if (type !== 'enter' && to) read(to.url.searchParams);
  });
}
