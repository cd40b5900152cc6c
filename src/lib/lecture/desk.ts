/**
 * The lecture's end of the line to its speaker windows: it reports where the lecture is, and passes on what they ask
 * for. The id lives in the tab, so that both windows can be reloaded; a tab that was duplicated takes a new one.
 */
import { channelName, isId, readMessage, type Action, type Message, type Report } from './messages.ts';
import { recall, remember } from './storage.ts';

/** Reports are repeated, so that a speaker window notices when nobody sends them any more. */
export const BEAT = 2000;

export interface DeskOwner {
  report(): Report | undefined;
  act(action: Action): void;
}

const fresh = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => (b % 36).toString(36)).join('');

export class Desk {
  id: string;
  readonly #owner: DeskOwner;
  readonly #nonce = fresh();
  #channel: BroadcastChannel | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(owner: DeskOwner) {
    this.#owner = owner;
    const kept = recall('lecture-id');
    this.id = typeof kept === 'string' && isId(kept) ? kept : fresh();
    this.#open();
    this.#send({ kind: 'free?', nonce: this.#nonce });
    this.#beat = setInterval(() => this.report(), BEAT);
  }

  /** Tells the speaker windows where the lecture is. */
  report(): void {
    const report = this.#owner.report();
    if (report) this.#send(report);
  }

  close(): void {
    clearInterval(this.#beat);
    this.#send({ kind: 'bye' });
    this.#channel?.close();
    this.#channel = undefined;
  }

  #open(): void {
    remember('lecture-id', this.id);
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(channelName(this.id));
    this.#channel.onmessage = ({ data }) => this.#receive(readMessage(data));
  }

  #receive(message: Message | undefined): void {
    if (message?.kind === 'hello') this.report();
    else if (message?.kind === 'do') this.#owner.act(message.action);
    else if (message?.kind === 'free?' && message.nonce !== this.#nonce)
      this.#send({ kind: 'taken', nonce: message.nonce });
    else if (message?.kind === 'taken' && message.nonce === this.#nonce) {
      this.#channel?.close();
      this.id = fresh();
      this.#open();
    }
  }

  #send(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
