/** The picture in words, and the rows behind it. */
import { short } from '#lib/notebook/numbers.ts';
import type { Table } from '#lib/notebook/types.ts';
import type { GatingFrame, Params, ShownSequence } from './frame.ts';
import { survival } from './gate.ts';
import { NOTHING } from './theory.ts';

/** Name of a pattern, as the picture prints it: the clues, then fillers a … n. */
export const patternName = (pattern: number): string =>
  pattern === 0 ? 'o₊' : pattern === 1 ? 'o₋' : String.fromCharCode(95 + pattern);

export const signed = (value: number, digits = 2): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Whether F has the sign of the label; a sequence with a score of 0 is not decided. */
export const isRight = ({ F, label }: ShownSequence): boolean => F * label > 0;

/** The followed token: within its sequence, and what the memory keeps of it after every token. */
export function followed(frame: GatingFrame, token: number) {
  const at = Math.min(token, frame.L * frame.sequences.length - 1);
  const i = Math.floor(at / frame.L);
  const s = at % frame.L;
  const sequence = frame.sequences[i] as ShownSequence;
  const left = survival(
    sequence.tokens.map(({ gate }) => gate),
    s,
  );
  return { at, i, s, sequence, left, token: sequence.tokens[s] as ShownSequence['tokens'][number] };
}

/** Where training stands, as a title. */
export function nameState({ regime, shown, trainsGate }: GatingFrame): string {
  const data = regime.kind === 'majority' ? 'majority voting' : 'locality';
  return `Doors after ${shown} ${shown === 1 ? 'step' : 'steps'} of training, ${data}${trainsGate ? '' : ', gate frozen at ½'}`;
}

/** A difference between the two clues in the gating vector that no mirrored data asks for. */
const DRIFTED = 1;

/** A sentence where something is out of the ordinary; empty otherwise. */
export function warning({ signal, regime, diverged, w }: GatingFrame): string {
  if (diverged !== null)
    return `Training left every bound after step ${diverged}: the step size is too large here. The last finite block is shown.`;
  if (Math.abs(signal) < NOTHING)
    return regime.kind === 'majority'
      ? 'Both clues are equally frequent: nothing tells the classes apart, and no training can.'
      : 'Both pairs stand equally far apart: nothing tells the classes apart, and no training can.';
  if (signal < 0)
    return regime.kind === 'majority'
      ? 'Here the label’s clue is the rarer one. The classes have changed roles; what is learned is the minority.'
      : 'Here the label’s pair stands farther apart than the other. The classes have changed roles; what is learned is the longer distance.';
  if (regime.kind === 'locality' && Math.abs((w[0] as number) - (w[1] as number)) > DRIFTED)
    return 'The gates of the two clues have drifted apart, which favours one class: a step size this large breaks the balance in the end. A smaller one, or a frozen gate, is safer.';
  return '';
}

export function describe(frame: GatingFrame, params: Params): string {
  const { metrics, shown, sequences, evaluated } = frame;
  const number = (name: string) => short(metrics[name] as number);
  const right = sequences.filter(isRight).length;
  const { i, s, left, token } = followed(frame, params.token);
  const last = left.at(-1) as number;
  const test = evaluated === shown ? 'On' : `At step ${evaluated}, on`;
  return [
    `${nameState(frame)}: the gate opens to ${number('clueGate')} for the two clue patterns and to ${number('fillerGate')} for filler, on average.`,
    `${test} 1,000 test sequences the loss is ${number('loss')} and the accuracy ${number('accuracy')}; of the three sequences shown ${right} ${right === 1 ? 'is' : 'are'} judged rightly.`,
    `Token ${s + 1} of sequence ${i + 1}, ${patternName(token.pattern)}, is written with weight ${short(token.gate, 2)}; at the end of the sequence ${last < 0.0005 ? 'nearly nothing' : short(last, 2)} of it is left.`,
    warning(frame),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The doors of the picture, token by token. */
export function table({ sequences }: GatingFrame): Table {
  return {
    columns: ['sequence', 'label', 'score', 'token', 'pattern', 'gate', 'left at the end'],
    rows: sequences.flatMap(({ label, F, tokens }, i) =>
      tokens.map(({ pattern, gate }, l) => [
        i + 1,
        label,
        F,
        l + 1,
        patternName(pattern),
        gate,
        survival(
          tokens.map((token) => token.gate),
          l,
        ).at(-1) as number,
      ]),
    ),
  };
}
