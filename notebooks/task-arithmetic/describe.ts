/** The picture in words, and the rows behind it. */
import type { Table } from '#lib/notebook/types.ts';
import type { TaskFrame } from './frame.ts';
import { COLUMNS, LAMBDAS, TENTHS } from './axes.ts';

export const signed = (value: number, digits = 2): string =>
  value
    .toFixed(digits)
    .replace(/^-(0\.?0*)$/, '$1')
    .replace('-', '−');
const percent = (share: number) => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)}%`;

/** What the edited model is. */
export function nameModel({ tab, alpha, lambda, rank }: TaskFrame): string {
  const low = rank < 32 ? `, rank ${rank}` : '';
  if (tab === 'unseen')
    return `Ψ₀ ${term(lambda[0], 'Δ₁')} ${term(lambda[1], 'Δ₂')}${low}, on a task that neither update has seen`;
  return `Ψ₀ + Δ₁ ${term(lambda[1], 'Δ₂')} at α = ${signed(alpha, 1)}${low}`;
}
const term = (by: number, what: string) => `${by < 0 ? '−' : '+'} ${Math.abs(by).toFixed(2)} ${what}`;

export function describe(frame: TaskFrame): string {
  const { tuning, scores, tab, gamma, lambda, metrics } = frame;
  if (scores.length === 0)
    return tuning
      ? `Fine-tuning ${tuning.name}: step ${tuning.loss.length} of 300, loss ${(tuning.loss.at(-1) ?? 1).toFixed(3)}.`
      : 'The fine-tuned weights are being loaded.';
  const results = scores.map(
    ({ name, loss, accuracy }) => `${name} has loss ${loss.toFixed(3)} and accuracy ${percent(accuracy)}`,
  );
  const model = `The model is ${nameModel(frame)}: ${results.join('; ')}.`;
  if (tab === 'pair')
    return `${model} Task 2 is learned (loss at most 0.05) from λ = ${signed(metrics.threshold ?? 0)} on; the theory asks for 1 − α = ${signed(1 - frame.alpha)}.`;
  const [g1, g2] = gamma;
  const sums = [lambda[0] * g1 + lambda[1] * g2, lambda[0] * g1 * g1 + lambda[1] * g2 * g2] as const;
  return `${model} The unseen pattern has γ = (${signed(g1)}, ${signed(g2)}); Σλγ = ${signed(sums[0])} and Σλγ² = ${signed(sums[1])}; success is promised where both exceed 1${Math.min(...sums) > 1 ? ', as they do' : ''}.`;
}

/** The map in sight, cell by cell. */
export function table({ plane, unseen, tab }: TaskFrame): Table {
  if (tab === 'unseen' && unseen)
    return {
      columns: ['lambda 1', 'lambda 2', 'loss', 'accuracy'],
      rows: [...unseen.loss1.keys()].map((at) => [
        COLUMNS[at % unseen.columns] as number,
        LAMBDAS[Math.floor(at / unseen.columns)] as number,
        unseen.loss1[at] as number,
        unseen.accuracy1[at] as number,
      ]),
    };
  return {
    columns: ['alpha', 'lambda', 'loss 1', 'loss 2', 'accuracy 1', 'accuracy 2'],
    rows: [...plane.loss1.keys()].map((at) => [
      (TENTHS[at % plane.columns] as number) / 10,
      LAMBDAS[Math.floor(at / plane.columns)] as number,
      plane.loss1[at] as number,
      plane.loss2[at] as number,
      plane.accuracy1[at] as number,
      plane.accuracy2[at] as number,
    ]),
  };
}
