/** A page that is open under one query may be led to another: by the back button, or by a link to one of its states. */
import { afterNavigate } from '$app/navigation';

/** Called while a component is set up; `read` gets the query of every address that the page is led to, the first too. */
export function onQuery(read: (query: URLSearchParams) => void): void {
  afterNavigate(({ to }) => read(to?.url.searchParams ?? new URLSearchParams(location.search)));
}

/** The same, without the first: what the page does with that is its own affair. */
export function onOtherQuery(read: (query: URLSearchParams) => void): void {
  afterNavigate(({ type, to }) => {
    if (type !== 'enter' && to) read(to.url.searchParams);
  });
}
