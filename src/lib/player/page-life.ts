/** A page that is left frees its worker; one that the browser kept and shows again starts anew. The result ends both. */
export function onPageLife(leave: () => void, back: () => void): () => void {
  const shown = (event: PageTransitionEvent) => event.persisted && back();
  addEventListener('pagehide', leave);
  addEventListener('pageshow', shown);
  return () => {
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', shown);
    leave();
  };
}
