/** The picture in words, and the rows behind it. */
import type { Table } from '#lib/notebook/types.ts';
import type { NearestFrame, Params } from './frame.ts';

/** Two more digits where they tell a share from all or nothing. */
const percent = (share: number) => {
  const fine = share > 0.99 && share < 0.99995;
  return `${(100 * share).toFixed(fine ? 2 : 0)}%`;
};
const sign = (label: number) => (label > 0 ? '+1' : '−1');
const signed = (value: number) =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');

/** Which layer is shown. */
export function nameLayer(frame: NearestFrame): string {
  const { mode, chosen, shown, xi } = frame;
  if (mode === 'linear') return `Linear attention at its best scale α = ${frame.alpha.toFixed(3)}`;
  const scale = `ξ₁ = ${signed(xi[0])}, ξ₂ = ${signed(xi[1])}`;
  if (chosen) return `The layer chosen on the landscape (${scale})`;
  const what = mode === 'full' ? 'steps on all of W' : 'steps';
  return `After ${shown} ${what} (${scale})`;
}

export function describe(frame: NearestFrame, params: Params): string {
  const { tokens, nearest, output, metrics, tested } = frame;
  const near = tokens[nearest];
  const point = near ? `the nearest point (label ${sign(near.label)})` : 'the nearest point';
  const share = near?.attention ?? 0;
  const weight =
    frame.mode === 'linear'
      ? `${point} has the weight ${signed(share)}`
      : `the query gives ${percent(share)} of its attention to ${point}`;
  const test = params.testSet === 'shifted' ? 'shifted test prompts' : 'fresh prompts';
  return (
    `${nameLayer(frame)}, ${weight}; the output is ${signed(output)}. ` +
    `On ${tested.toLocaleString('en')} ${test} its sign agrees with the nearest neighbour in ${percent(metrics.agreement as number)}.`
  );
}

/** The tokens of the prompt, most similar first. */
export function table({ tokens }: NearestFrame): Table {
  const rows = [...tokens]
    .sort((a, b) => b.cosine - a.cosine)
    .map(({ index, label, cosine, attention, at }) => [
      label === 0 ? 'query' : String(index + 1),
      label,
      cosine,
      attention,
      ...at,
    ]);
  return { columns: ['token', 'label', 'cosine', 'attention', 'x', 'y', 'z'], rows };
}
