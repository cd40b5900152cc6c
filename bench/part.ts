/** What a part of the bench is given. */
import type { Browser } from '@playwright/test';
import type { Peer } from './options.ts';
import type { Row } from './row.ts';

export interface Surroundings {
  /** Address of the built site, without a slash at the end. */
  readonly site: string;
  /** Slugs of the live notebooks, by number. */
  readonly live: readonly string[];
  readonly browser: Browser;
  readonly peers: readonly Peer[];
  /** Says what is being measured. */
  progress(text: string): void;
}

export type Measure = (surroundings: Surroundings) => Promise<readonly Row[]>;
