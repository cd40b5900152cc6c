/** Names of papers: the folder's name, or its number in front (`09-hopfield-capacity`), or the number alone. */

/** The slug that `text` means, given all slugs and their numbers; undefined when none. */
export function resolveSlug(
  text: string,
  papers: readonly { slug: string; number: number }[],
): string | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\d{1,2}-/, '');
  const number = /^\d{1,2}$/.test(text.trim()) ? Number(text) : NaN;
  return papers.find((paper) => paper.slug === bare || paper.number === number)?.slug;
}

/** The slug most like `text`, for “did you mean”: one that begins with it, or has it, before a short one unlike it. */
export function nearestSlug(text: string, slugs: readonly string[]): string {
  const said = text.toLowerCase();
  const holding = said.length < 3 ? [] : slugs.filter((slug) => slug.includes(said));
  const starting = holding.filter((slug) => slug.startsWith(said));
  const likely = [starting, holding].find((some) => some.length > 0) ?? slugs;
  const distances = likely.map((slug) => editDistance(said, slug));
  return likely[distances.indexOf(Math.min(...distances))] ?? '';
}

/** Levenshtein distance by dynamic programming, one row at a time. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, change));
    }
    row = next;
  }
  return row[b.length] as number;
}
