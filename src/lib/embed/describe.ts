/** What an embed says of itself: its controls' schema, steps, claims and metrics, as plain data. */
import type { Control, Notebook } from '#lib/notebook/types.ts';
import type { ClaimCard } from '#lib/player/claim-board.svelte.ts';
import { METHODS } from './messages.ts';
import { VERSION } from './options.ts';

/** JSON Schema of a control's value. */
function schemaOf({ widget }: Control): Readonly<Record<string, unknown>> {
  switch (widget.kind) {
    case 'range':
      return { type: widget.integer ? 'integer' : 'number', minimum: widget.min, maximum: widget.max };
    case 'choice':
      return { enum: [...widget.options] };
    case 'toggle':
      return { type: 'boolean' };
    case 'points':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            index: { type: 'integer', minimum: 0, maximum: widget.max - 1 },
            at: {
              type: 'array',
              items: { type: 'number' },
              minItems: widget.dimensions,
              maxItems: widget.dimensions,
            },
          },
        },
      };
    case 'indices':
      return { type: 'array', items: { type: 'integer', minimum: 0, maximum: widget.max - 1 } };
  }
}

const describeControl = (name: string, control: Control) => ({
  name,
  label: control.label,
  alias: control.alias,
  help: control.help,
  unit: control.widget.kind === 'range' ? control.widget.unit : '',
  initial: control.initial,
  live: control.live,
  schema: schemaOf(control),
});

export function describeNotebook(slug: string, notebook: Notebook, claims: readonly ClaimCard[]) {
  return {
    slug,
    version: VERSION,
    methods: METHODS,
    title: notebook.title,
    sentence: notebook.sentence,
    paper: { title: notebook.paper.title, authors: notebook.paper.authors, year: notebook.paper.year },
    seed: notebook.seed,
    controls: Object.entries(notebook.controls).map(([name, control]) => describeControl(name, control)),
    steps: notebook.steps.map(({ says, claim, predict }) => ({
      says,
      claim: claim ?? null,
      question: predict?.question ?? null,
    })),
    claims: claims.map(({ id, says, method, checks }) => ({
      id,
      says,
      method,
      checks: checks.map(({ metric, unit, expect, theory }) => ({ metric, unit, expect, theory })),
    })),
    metrics: Object.entries(notebook.metrics).map(([name, { label, unit }]) => ({ name, label, unit })),
  };
}
