/**
 * The figures that are drawn at build: the first figure of a page and the poster of every step. They come from the
 * same simulation and the same view as the live ones; nothing is drawn by hand.
 */
import { render } from 'svelte/server';
import type { Component } from 'svelte';
import { ROOM_KEY, type FigureRoom } from '#lib/charts/room.ts';
import { nodeLabs } from '#lib/lab/node.ts';
import { lastFrame, runToEnd } from '#lib/lab/run.ts';
import { stateOfStep } from '#lib/notebook/address.ts';
import type { Frame } from '#lib/notebook/types.ts';
import { drawingOf, notebookOf } from './papers.ts';
import { shortened } from './shortened.ts';

export interface Drawn {
  /** HTML of the hero and of the linked views. */
  readonly hero: string;
  readonly linked: string;
  /** The picture in words. */
  readonly says: string;
  readonly frame: Frame;
}

const drawn = new Map<string, Promise<Drawn>>();

/** The settled picture of a step (0: the default state). Drawn once per build. */
export function drawStep(slug: string, step: number): Promise<Drawn> {
  const key = `${slug}/${step}`;
  let result = drawn.get(key);
  if (!result) {
    result = draw(slug, step);
    drawn.set(key, result);
  }
  return result;
}

/** What a lecture's live figure gets on a 16:9 screen, so that the recorded one does not jump when it comes alive. */
const LECTURE_ROOM: FigureRoom = { scale: 1, height: 580, width: 770, em: 18 };

/** The hero of a step as a lecture lays it out: large text, in the proportions of a screen. */
export async function drawForLecture(slug: string, step: number): Promise<string> {
  const [{ frame, says }, { hero }] = await Promise.all([drawStep(slug, step), drawingOf(slug)]);
  const props = { frame, params: stateOfStep(notebookOf(slug), step), says, set: () => undefined };
  const context = new Map<string, unknown>([[ROOM_KEY, LECTURE_ROOM]]);
  return html(hero, { props, context, idPrefix: 'hero' });
}

interface Drawing {
  readonly props: Record<string, unknown>;
  readonly idPrefix: string;
  readonly context?: Map<string, unknown>;
}

const html = (component: Component, { context = new Map(), ...options }: Drawing) =>
  shortened(render(component, { ...options, context }).body.replace(/<!--.*?-->/gs, ''));

const labs = new Map<string, ReturnType<typeof nodeLabs>>();

/** All steps of a notebook share its open models, for as long as the build takes. */
function labsOf(slug: string) {
  const known = labs.get(slug) ?? nodeLabs(slug);
  labs.set(slug, known);
  return known;
}

async function draw(slug: string, step: number): Promise<Drawn> {
  const notebook = notebookOf(slug);
  const { simulation, hero, linked } = await drawingOf(slug);
  const params = stateOfStep(notebook, step);
  const frame = await lastFrame(runToEnd(simulation.simulate, params, labsOf(slug).lab(notebook.seed)));
  const says = simulation.describe(frame, params);
  const props = { frame, params, says, set: () => undefined };
  // Both are put into one page: their ids must differ.
  return {
    hero: html(hero, { props, idPrefix: 'hero' }),
    linked: linked ? html(linked, { props, idPrefix: 'linked' }) : '',
    says,
    frame,
  };
}
