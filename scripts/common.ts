/** What the command-line programs share: finding papers, and refusing bad input in one sentence with exit status 2. */
import { allSlugs, isLive, loadNotebook } from '#lib/lab/node.ts';
import { nearestSlug, resolveSlug } from '#lib/notebook/slug.ts';

/** Bad input: one sentence that names the nearest valid choice. */
export class UsageError extends Error {}

/** Runs a program; bad input ends with its sentence and status 2, anything else unexpected with status 1. */
export async function main(program: () => Promise<number>): Promise<void> {
  // A reader of the output that has seen enough (`| head`) closes the pipe; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await program();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Folders of the papers that have a demo, by number. */
export async function liveSlugs(): Promise<string[]> {
  const live = (await allSlugs()).filter(isLive);
  const numbered = await Promise.all(
    live.map(async (slug) => ({ slug, number: (await loadNotebook(slug)).number })),
  );
  return numbered.sort((a, b) => a.number - b.number).map(({ slug }) => slug);
}

/** The live notebook that `text` names. @throws UsageError naming the nearest one. */
export async function findLive(text: string): Promise<string> {
  const slugs = await allSlugs();
  const papers = await Promise.all(
    slugs.map(async (slug) => ({ slug, number: (await loadNotebook(slug)).number })),
  );
  const slug = resolveSlug(text, papers);
  const live = slugs.filter(isLive);
  if (slug === undefined) {
    throw new UsageError(`There is no notebook “${text}”; the nearest is ${nearestSlug(text, live)}.`);
  }
  if (!isLive(slug)) {
    throw new UsageError(`The demo of ${slug} is not built yet; live ones are ${live.join(', ')}.`);
  }
  return slug;
}

/** A whole number of at least `min`. */
export function wholeNumber(text: string | undefined, option: string, min: number): number {
  const number = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isInteger(number) || number < min) {
    throw new UsageError(
      `${option} must be a whole number of at least ${min}; the nearest valid choice is ${min}.`,
    );
  }
  return number;
}

/** A number as a person reads it: up to `digits` significant digits, infinities as signs. */
export function readable(value: number, digits = 4): string {
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '−∞';
  return String(Number(value.toPrecision(digits)));
}
