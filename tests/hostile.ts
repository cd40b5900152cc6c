// Follows hostile queries inside an open page. Runs in the browser: a function that needs nothing from here.

export interface Report {
  followed: number;
  /** What was wrong, with the query: at most a few. */
  wrong: string[];
  /** The last query. */
  last: string;
}

interface Asked {
  seed: number;
  count: number;
  /** Parameters that mean something on the page. */
  names: string[];
  /** Options that mean something on some page. */
  options: string[];
  /** The page has a picture. */
  picture: boolean;
}

export async function follow({ seed, count, names, options, picture }: Asked): Promise<Report> {
  let state = seed;
  const random = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

  const MARKUP = [
    '<script>window.injected=1</script>',
    '<img class=injected src=x onerror="window.injected=1">',
    '"><i class=injected>',
    "'-alert(1)-'",
    'javascript:window.injected=1',
    '{{constructor.constructor("window.injected=1")()}}',
    '</title><svg class=injected onload=window.injected=1>',
  ];
  const NUMBERS = [
    'NaN',
    'Infinity',
    '-Infinity',
    '1e309',
    '-1e309',
    '9'.repeat(400),
    '0x10',
    '1e-320',
    '-0',
    '٣',
    '½',
  ];
  const WORDS = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    '[object Object]',
    'true',
  ];
  const LETTERS = [
    '\u202Eabc\u202C',
    '\u2066x',
    'e\u0301',
    '💥',
    '👩‍👩‍👧',
    '\u0000',
    '\uFFFF',
    'ﷺ',
    '\uD83D',
    '\r\n',
    '\u2028',
  ];
  const BROKEN = ['%', '%%', '%zz', '%E0%A4%A', '%C0%AF', '%u0041', '+', '&&', '=', ';', '\\', '`', '|'];
  const number = () => String(pick([random(), 1e3 * random() - 500, Math.floor(20 * random()), -1, 2 ** 53]));
  const encoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  const value = (): string =>
    pick([
      () => encoded(pick(MARKUP)),
      () => pick(MARKUP).replaceAll('#', ''),
      () => encoded(pick(NUMBERS)),
      () => encoded(pick(WORDS)),
      () => encoded(pick(LETTERS)),
      () => pick(BROKEN),
      number,
      number,
      () => `${number()}:${number()},${number()};${pick(BROKEN)}`,
      () => `${Math.floor(99 * random())}-${Math.floor(1e9 * random())},${number()}`,
      () =>
        encoded(
          Array.from({ length: 12 }, () => String.fromCodePoint(Math.floor(0x10ffff * random()))).join(''),
        ),
      () => (random() < 0.1 ? pick(['x', '<b>', '1,', '💥', '%41']).repeat(10_000).slice(0, 10_000) : ''),
    ])();
  const name = (): string =>
    pick([
      () => pick(names),
      () => pick(names),
      () => pick(options),
      () => `p.${pick(names)}`,
      () => encoded(pick(WORDS)),
      () => `p.${pick(WORDS)}`,
      () => value().slice(0, 80),
    ])();
  const query = (): string => {
    const parts = Array.from({ length: 1 + Math.floor(6 * random()) }, () => `${name()}=${value()}`);
    // Keys that are repeated, with the same value and with another.
    if (random() < 0.3) parts.push(pick(parts), `${pick(parts).split('=')[0]}=${value()}`);
    return parts.join('&');
  };

  // A turn of the event loop; timers would wait four milliseconds each.
  const { port1, port2 } = new MessageChannel();
  const turn = () =>
    new Promise<void>((resolve) => ((port1.onmessage = () => resolve()), port2.postMessage(0)));
  /** Waits by the clock, not by turns: SvelteKit lets a tenth of a second pass where the browser does not paint. */
  const until = async (done: () => boolean) => {
    for (const end = performance.now() + 5000; !done() && performance.now() < end;) await turn();
  };
  const shownSeed = () => document.querySelector<HTMLInputElement>('.transport input[type=number]')?.value;
  const link = document.body.appendChild(document.createElement('a'));
  link.hidden = true;
  link.dataset.sveltekitKeepfocus = '';
  link.dataset.sveltekitNoscroll = '';
  // What is tried is what the page makes of an address, not how fast it is painted.
  document.documentElement.style.display = 'none';
  const scripts = document.scripts.length;
  const marked = document.getElementsByClassName('injected');
  const home = location.pathname;

  const faults = (): string[] => {
    const found: string[] = [];
    if (marked.length > 0) found.push('markup was let in');
    if (document.scripts.length !== scripts) found.push('a script was added');
    if ((window as { injected?: unknown }).injected !== undefined) found.push('a script ran');
    if (Object.keys(Object.prototype).length > 0) found.push('the prototype of all objects has changed');
    if (!document.querySelector('main h1')?.textContent?.trim()) found.push('no sentence');
    if (picture && !document.querySelector('main :is(svg.figure-svg, img[src*=poster])'))
      found.push('no picture');
    if (location.pathname !== home) found.push(`led to ${location.pathname}`);
    return found;
  };

  /**
   * What the back button does, as SvelteKit hears of it, without the browser’s own list of addresses: that is what takes
   * the time. The bar shows the address that the page writes when it has come to rest.
   */
  let entry = 1e6;
  const back = (address: string) => {
    const at = { 'sveltekit:history': ++entry, 'sveltekit:navigation': entry, 'sveltekit:pageurl': address };
    dispatchEvent(new PopStateEvent('popstate', { state: at }));
  };

  const wrong: string[] = [];
  let last = '';
  let followed = 0;
  for (; followed < count && wrong.length < 3; followed++) {
    // SvelteKit lets the browser paint before it follows a link, so few are links; every one is looked at closely.
    const sample = followed % 50 === 0;
    // A composer that is not asked to edit goes on to the lecture. A sample of the queries has a seed to look for.
    link.href = `?${sample ? `seed=${followed}&` : ''}${query()}${home.endsWith('/lecture') ? '&edit=1' : ''}`;
    if (sample) {
      const before = location.href;
      link.click();
      await until(() => location.href !== before);
    } else back(link.href);
    for (let turns = 0; turns < 3; turns++) await turn();
    const found = faults();
    if (sample && shownSeed() !== undefined) {
      // The page may write its own address before SvelteKit has followed the link.
      await until(() => shownSeed() === String(followed));
      if (shownSeed() !== String(followed)) found.push(`the seed is ${shownSeed()}`);
    }
    // As it stood in the address, before the page mended it.
    last = link.search.slice(1);
    wrong.push(...found.map((fault) => `${fault}: ${last.slice(0, 300)}`));
  }
  link.remove();
  document.documentElement.style.display = '';
  return { followed, wrong, last };
}
