/** The reader's view (`light`, `dark`, `projector`), which is an attribute of the page: whoever draws by it follows it. */

/** Calls `listener` with the present view and with every later one; the result ends it. */
export function followView(listener: (view: string) => void): () => void {
  const root = document.documentElement;
  const read = () => listener(root.dataset['view'] ?? 'light');
  read();
  const observer = new MutationObserver(read);
  observer.observe(root, { attributeFilter: ['data-view'] });
  return () => observer.disconnect();
}
