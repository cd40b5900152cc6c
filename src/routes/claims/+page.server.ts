import { claimsOf, ledgerOf, liveSlugs, notebookOf } from '#lib/server/papers.ts';
import { renderLatexProse } from '#lib/server/prose.ts';
import type { PageServerLoad } from './$types';

const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);

/** All claims of all live notebooks, with what was recorded for each. */
export const load: PageServerLoad = async () => ({
  notebooks: await Promise.all(
    liveSlugs().map(async (slug) => {
      const [claims, ledger] = await Promise.all([claimsOf(slug), ledgerOf(slug)]);
      return {
        slug,
        title: notebookOf(slug).title,
        number: notebookOf(slug).number,
        seed: notebookOf(slug).seed,
        date: ledger?.date ?? null,
        claims: claims.map(({ id, says, checks }) => ({
          id,
          html: renderLatexProse(says),
          checks: checks.map(({ metric, unit, expect }) => ({
            metric,
            unit,
            expect: [finite(expect[0]), finite(expect[1])] as const,
            recorded: ledger?.rows.find((row) => row.claim === id && row.metric === metric) ?? null,
          })),
        })),
      };
    }),
  ),
});
