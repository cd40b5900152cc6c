/** What a tab remembers through a reload. Storage may be refused (embeds, private windows): then nothing is kept. */

export function remember(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(`tangible-${key}`, JSON.stringify(value));
  } catch {
    // Refused or full: the lecture goes on, a reload forgets this.
  }
}

export function recall(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(`tangible-${key}`) ?? 'null');
  } catch {
    return null;
  }
}
