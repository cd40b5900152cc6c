/** Parameters → frames: every frame does a little more of what the stage asks for, and then lets the walkers walk. */
import type { Simulation } from '#lib/notebook/types.ts';
import { describe, noteOf, table } from './describe.ts';
import type { EdgePicture, Params, ReasoningFrame, SharpenPicture } from './frame.ts';
import { localAccuracies, type LocalScore } from './local.ts';
import { Run, reaches } from './run.ts';
import { judge } from './search.ts';
import { growthOf } from './sharpen.ts';
import { WALKERS } from './walk.ts';

export { describe, table };
export type { Params, ReasoningFrame };

/** Radii that are drawn. */
export const RADII = [0, 1, 2, 3, 4, 5, 6] as const;

export const simulate: Simulation<Params, ReasoningFrame> = async function* (params, lab) {
  const run = await Run.open(lab, params);
  const local = localAccuracies(lab.random('tasks'), RADII);
  let live = yield picture(run, local, params);
  for (;;) {
    await run.advance(live);
    live = yield picture(run, local, live);
  }
};

function picture(run: Run, local: readonly LocalScore[], live: Params): ReasoningFrame {
  const { graph, search, base, walk } = run;
  const searched = reaches(live.stage, 'search') && search !== undefined;
  const sharpened = reaches(live.stage, 'sharpen');
  const sharp = sharpened ? run.sharp : undefined;
  const distilled = live.stage === 'distil';
  const from = Math.min(live.from, graph.clusters * graph.size - 1);
  const to = Math.min(live.to, graph.clusters - 1);
  const frame = {
    settled: run.isDone(live.stage),
    stage: live.stage,
    doing: run.doing(live.stage),
    clusters: graph.clusters,
    size: graph.size,
    epsilon: live.epsilon,
    pi: run.pi,
    edges: edgePictures(run, searched, sharpened),
    walk: {
      steps: walk.steps,
      since: walk.since,
      insights: walk.insights,
      trail: walk.trail,
      stay: (walk.steps * WALKERS) / walk.allInsights,
    },
    search: searched
      ? { rollouts: search.rollouts, steps: search.steps, ...judge(run.accepted, graph.edges) }
      : null,
    sharpen: sharpened ? sharpenPicture(run, live.sharpened) : null,
    student: distilled ? (run.student ?? null) : null,
    agreement: distilled ? run.agreement : null,
    base: base.H,
    predicted: run.theta.map((value) => value / live.epsilon),
    sharp: sharp?.H ?? null,
    baseMean: base.mean,
    sharpMean: sharp?.mean ?? null,
    route: {
      from,
      to,
      base: timeTo(base.h, run, from, to),
      sharp: sharp ? timeTo(sharp.h, run, from, to) : null,
    },
    sweep: [...run.sweep],
    local,
  };
  return { ...frame, metrics: metricsOf(frame, run, live), note: noteOf(frame, live) };
}

const timeTo = (h: Float64Array, { pi }: Run, from: number, to: number): number =>
  h[to * pi.length + from] as number;

function edgePictures(run: Run, searched: boolean, sharpened: boolean): EdgePicture[] {
  const { graph, P, sharpening } = run;
  const N = run.pi.length;
  const found = searched ? (run.search?.found ?? []) : [];
  const policy = sharpened && sharpening ? sharpening.policy : P;
  const same = (a: { from: number; to: number }, b: { from: number; to: number }) =>
    a.from === b.from && a.to === b.to;
  const picture = (edge: { from: number; to: number }, real: boolean): EdgePicture => ({
    from: edge.from,
    to: edge.to,
    real,
    p: policy[edge.from * N + edge.to] as number,
    times: found.find((one) => same(one, edge))?.times ?? 0,
    accepted: searched && run.accepted.some((one) => same(one, edge)),
  });
  const wrong = searched ? run.accepted.filter((one) => !graph.edges.some((edge) => same(one, edge))) : [];
  return [...graph.edges.map((edge) => picture(edge, true)), ...wrong.map((edge) => picture(edge, false))];
}

function sharpenPicture(run: Run, most: number): SharpenPicture {
  const { sharpening, accepted, graph } = run;
  const real = (i: number) =>
    graph.edges.some(({ from, to }) => from === accepted[i]?.from && to === accepted[i]?.to);
  const lines = (sharpening?.history ?? []).map((p, i) => ({ real: real(i), p: [...p] }));
  return {
    lines,
    outer: sharpening?.outer ?? 0,
    growth: growthOf(
      lines.filter((line) => line.real).map(({ p }) => p),
      most,
    ),
    done: run.sharp !== undefined,
  };
}

/** Numbers beside the figure; those of a stage come with it. */
function metricsOf(
  frame: Pick<
    ReasoningFrame,
    'baseMean' | 'sharpMean' | 'search' | 'sharpen' | 'agreement' | 'walk' | 'local' | 'epsilon'
  >,
  run: Run,
  live: Params,
): Record<string, number> {
  const { baseMean, sharpMean, search, sharpen, agreement, walk, local } = frame;
  return {
    base: baseMean,
    predicted: run.metaMean / live.epsilon,
    ...(search ? { found: search.right, wrong: search.wrong, searchSteps: search.steps } : {}),
    ...(sharpen ? { outer: sharpen.outer, growth: sharpen.growth } : {}),
    ...(sharpMean === null ? {} : { after: sharpMean, speedup: baseMean / sharpMean }),
    ...(agreement ? { studentError: agreement.timeError, jumpDistance: agreement.jumpDistance } : {}),
    local: local[live.localRadius]?.accuracy ?? 0,
    ...(walk.steps > 0 ? { stay: walk.stay } : {}),
  };
}
