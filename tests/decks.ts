// The example decks as they stand in integrations/, with the test's site in place of the one that `npm start` serves.
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const LOCAL = 'http://localhost:4173';

/** A copy of the reveal.js deck in a folder of its own; returns the folder, with the deck at integrations/reveal/. */
export function copyRevealDeck(site: string): string {
  const root = mkdtempSync(join(tmpdir(), 'tangible-deck-'));
  cpSync('integrations/reveal', join(root, 'integrations/reveal'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  pointTo(site, join(root, 'integrations/reveal/example.html'));
  return root;
}

/** Puts `site` where the example names the local one. */
export function pointTo(site: string, file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(LOCAL, site));
}
