// The commands as a person runs them: right numbers, and for every mistake one sentence and exit status 2.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allSlugs, isLive } from '#lib/lab/node.ts';
import type { Provenance } from '#lib/lab/recipe.ts';

const live = (await allSlugs()).filter(isLive);
const [slug = ''] = live;
const run = (script: string, ...args: string[]) => {
  const file = script.includes('.') ? script : `${script}.ts`;
  const { stdout, stderr, status } = spawnSync(process.execPath, [`scripts/${file}`, ...args], {
    encoding: 'utf8',
  });
  return { stdout, stderr: stderr.trim(), status };
};

describe('demo', () => {
  it('prints parameters, seed and metrics, the same twice', () => {
    const first = run('demo', slug, '--json');
    expect(first.status).toBe(0);
    const row = JSON.parse(first.stdout);
    expect(row).toMatchObject({ slug, settled: true });
    expect(Object.values(row.metrics).every((value) => typeof value === 'number')).toBe(true);
    expect(run('demo', slug, '--json').stdout).toBe(first.stdout);
  });

  it('takes a number of frames and another seed', () => {
    const { stdout } = run('demo', slug, '--frames', '1', '--seed=3', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ frames: 1, seed: 3 });
  });

  it.each([
    [[], 'Name a notebook first'],
    [['hopfeld-capacity'], 'There is no notebook “hopfeld-capacity”; the nearest is'],
    [['conditional-dit'], 'The demo of conditional-dit is not built yet'],
    [[slug, '--sed', '1'], 'There is no option --sed; the nearest is --seed'],
    [[slug, '--seed', '-1'], '--seed must be a whole number of at least 0'],
    [[slug, '--seed'], '--seed must be a whole number'],
    [[slug, '--frames', 'many'], '--frames must be a whole number of at least 1'],
    [[slug, 'stray'], 'There is no option stray'],
  ])('refuses %j in one sentence', (args, sentence) => {
    const { stderr, status } = run('demo', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});

describe('claims', () => {
  const row = { slug: 'x', claim: 'c1', says: '', at: {}, metric: 'm', expected: [0, null], measured: 1 };
  const whole = { ...row, values: [1], seeds: [0], holds: true, milliseconds: 1 };
  const folder = mkdtempSync(join(tmpdir(), 'tangible-cli-'));
  const write = (name: string, rows: unknown) => {
    writeFileSync(join(folder, name), typeof rows === 'string' ? rows : JSON.stringify(rows));
    return join(folder, name);
  };
  const good = write('good.json', [whole]);
  const bad = write('bad.json', [{ ...whole, claim: 'c2', holds: false }]);

  it('joins the parts of a sweep; one that does not hold gives status 1', () => {
    expect(run('claims', '--merge', good).status).toBe(0);
    const { stdout, status } = run('claims', '--merge', good, bad, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toHaveLength(2);
  });

  it.each([
    [['nothing'], 'There is no notebook “nothing”'],
    [['--seeds', '0'], '--seeds must be a whole number of at least 1'],
    [['--shard', '3/2'], '--shard must be i/n'],
    [['--fast'], 'There is no option --fast'],
    [['--merge'], '--merge needs the files'],
    [['--merge', good, good], 'twice'],
    [['--merge', write('broken.json', '{')], "can't be read as JSON"],
    [['--merge', write('other.json', [{ a: 1 }])], 'not rows of claims'],
  ])('refuses %j in one sentence', (args, sentence) => {
    const { stderr, status } = run('claims', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('train', () => {
  it.each(live)('made the shipped graphs of %s from the recipe that is there', (name) => {
    const folder = join('notebooks', name);
    if (!existsSync(join(folder, 'models.json'))) return;
    const shipped = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as Provenance[];
    const text = readFileSync(join(folder, 'model.ts'));
    const recipe = createHash('sha1').update(`blob ${text.length}\0`).update(text).digest('hex');
    for (const { file, sha256, recipe: stated } of shipped) {
      const bytes = readFileSync(join(folder, `${file}.onnx`));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(stated).toBe(recipe);
    }
    // Graphs without training are cheap to make again; trained ones are checked by `npm run train -- <slug> --check`.
    if (shipped.every(({ steps }) => steps === null)) expect(run('train', name, '--check').status).toBe(0);
  });

  it.each([
    [[], 'Name a notebook'],
    [[slug, '--chek'], 'There is no option --chek'],
  ])('refuses %j in one sentence', (args, sentence) => {
    const { stderr, status } = run('train', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('bench', () => {
  it.each([
    [['--fast'], 'There is no option --fast; there are --peer, --only and --json.'],
    [['--only', 'latncy'], 'the nearest to “latncy” is latency'],
    [['--peer', 'nowhere'], '--peer nowhere is neither an address'],
  ])('refuses %j', (args, sentence) => {
    const { stderr, status } = run('bench.mjs', ...args);
    expect(stderr).toContain(sentence);
    expect(stderr.split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});
