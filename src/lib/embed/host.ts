/**
 * Joins a demo to the page around it: answers its messages, passes keys on, and rests while nobody sees the demo.
 * reveal.js says `slide:start` and `slide:stop` to the frames of a slide; to a page that has said so, a key is also
 * passed on in reveal's own words.
 */
import type { Session } from '#lib/player/session.svelte.ts';
import { createAnswers } from './answer.ts';
import { listenToKeys, type PassedKey } from './keys.ts';
import { eventOf, faultReplyOf, FaultError, readMessage, replyOf, type Fault } from './messages.ts';
import type { EmbedOptions } from './options.ts';
import type { Parent } from './parent.ts';
import { watchSeen } from './seen.ts';

/** The result ends it all. */
export function attachToHost(session: Session, parent: Parent, keys: EmbedOptions['keys']): () => void {
  const answer = createAnswers(session);
  let revealed = false;

  const pass = (passed: PassedKey) => {
    parent.post(eventOf('key', passed));
    if (!revealed || keys !== 'own' || passed.direction === null) return;
    parent.post(JSON.stringify({ method: passed.direction === 'next' ? 'next' : 'prev', args: [] }));
  };
  const receive = async (data: unknown) => {
    if (data === 'slide:start' || data === 'slide:stop') {
      revealed = true;
      seen.slide(data === 'slide:start');
      return;
    }
    const read = readMessage(data);
    if (read.kind === 'foreign') return;
    if (read.kind === 'fault') return parent.post(faultReplyOf(read.id, read.fault));
    const { id } = read.request;
    try {
      parent.post(replyOf(id, await answer(read.request)));
    } catch (error) {
      parent.post(faultReplyOf(id, faultOf(error)));
    }
  };

  const seen = watchSeen(document, (now) => (now ? session.resume() : session.suspend()));
  const endMessages = parent.listen((data) => void receive(data));
  const endKeys = listenToKeys(window, session, pass, keys === 'host');
  return () => {
    seen.end();
    endMessages();
    endKeys();
  };
}

function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'failed', where: 'method', message };
}
