/** The data of a notebook's page: what a reader needs before the engine, and nothing that is sent as a fragment. */
import { inspectModel } from '#lib/onnx/inspect-model.ts';
import type { Provenance } from '#lib/lab/recipe.ts';
import { arxivUrl, bibtex, citationLine, codeUrl } from '#lib/notebook/citation.ts';
import type { AnyClaim } from '#lib/notebook/types.ts';
import { segmentAbstract } from './abstract.ts';
import { drawStep } from './figure.ts';
import {
  abstractOf,
  cardOf,
  claimsOf,
  isLive,
  ledgerOf,
  modelBytes,
  notebookOf,
  provenanceOf,
  trainsInPage,
} from './papers.ts';
import { renderLatexProse, renderMath } from './prose.ts';
import { SITE_URL } from './site.ts';

export async function notebookPage(slug: string) {
  const { paper, controls, steps } = notebookOf(slug);
  const [claims, models, ledger] = await Promise.all([claimsOf(slug), modelsOf(slug), ledgerOf(slug)]);
  const live = isLive(slug);
  return {
    slug,
    live,
    site: SITE_URL,
    card: cardOf(slug),
    abstract: segmentAbstract(abstractOf(slug), claims),
    claims: claims.map(claimCard),
    ledger: ledger ?? null,
    models,
    trains: await trainsInPage(slug),
    symbols: Object.fromEntries(
      Object.entries(controls).map(([name, { symbol }]) => [name, symbol ? renderMath(symbol) : '']),
    ),
    steps: steps.length,
    says: live ? (await drawStep(slug, 0)).says : '',
    metrics: live ? (await drawStep(slug, 0)).frame.metrics : {},
    citation: {
      line: citationLine(paper),
      bibtex: bibtex(paper),
      arxiv: arxivUrl(paper),
      code: codeUrl(paper),
    },
  };
}

export type NotebookPageData = Awaited<ReturnType<typeof notebookPage>>;

const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);

function claimCard({ id, says, at, method, checks }: AnyClaim) {
  return {
    id,
    says,
    html: renderLatexProse(says),
    at,
    method,
    checks: checks.map(({ metric, unit, expect, theory }) => ({
      metric,
      unit,
      expect: [finite(expect[0]), finite(expect[1])] as const,
      theory,
    })),
  };
}

async function modelsOf(slug: string) {
  return Promise.all((await provenanceOf(slug)).map((provenance) => modelCard(slug, provenance)));
}

async function modelCard(slug: string, provenance: Provenance) {
  const { file, computes, sha256, bytes, seed, steps, loss, milliseconds, recipe, commit } = provenance;
  const { inputs, outputs, parameters, opset, operators } = inspectModel(await modelBytes(slug, provenance));
  return {
    ...{ file, computes, sha256, bytes, seed, steps, loss, milliseconds, recipe, commit },
    ...{ inputs, outputs, parameters, opset, operators },
  };
}
