/**
 * Finds a Chromium for the browser tests: Playwright's own, the system's, or one from Debian's packages where we are
 * root. Says exactly what to do when there is none.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Flags under which headless Chromium works in containers and makes no request of its own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium; undefined when none is found. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return existsSync(given) ? given : undefined;
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  return onPath(SYSTEM);
}

/** Path of a Firefox of the system; undefined when none is installed. */
export const findFirefox = () => onPath(['firefox-esr', 'firefox']);

/** The first of the programs `names` that is on the path; undefined when none is. */
function onPath(names) {
  for (const name of names) {
    const { stdout, status } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return undefined;
}

/** Installs one where that is possible; undefined when it is not. */
export function installChromium() {
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian) {
    process.stdout.write('Installing chromium from Debian’s packages…\n');
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], quiet);
  } else {
    process.stdout.write('Installing Playwright’s Chromium…\n');
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
  }
  return findChromium();
}

export const WHAT_TO_DO =
  'No Chromium was found and none could be installed. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium), or set CHROMIUM_PATH to it.';

export const NO_FIREFOX =
  'No Firefox is installed, so nothing is tried in it (Debian: apt-get install firefox-esr).';
