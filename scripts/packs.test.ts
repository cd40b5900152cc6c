// What a lecture needs offline follows from the module graph, and from nothing else.
import { describe, expect, it } from 'vitest';
import { packs, reach, type Chunk } from './packs.ts';

const chunk = (file: string, more: Partial<Chunk> = {}): Chunk => ({
  file,
  entry: false,
  from: null,
  imports: [],
  dynamic: [],
  css: [],
  assets: [],
  ...more,
});
const pages = {
  chunks: [
    chunk('app.js', { entry: true, imports: ['base.js'], dynamic: ['a-view.js', 'b-view.js', 'qr.js'] }),
    chunk('base.js', {
      css: ['base.css'],
      assets: ['x-latin.woff2', 'x-latin.ttf', 'x-cyrillic-wght.woff2', 'worker.js'],
    }),
    chunk('a-view.js', { from: 'notebooks/a/View.svelte', imports: ['charts.js'] }),
    chunk('b-view.js', { from: 'notebooks/b/View.svelte', imports: ['charts.js', 'globe.js'] }),
    chunk('charts.js'),
    chunk('globe.js'),
    chunk('qr.js', { from: 'uqr/index.js' }),
  ],
};
const workers = {
  chunks: [
    chunk('worker.js', { dynamic: ['a-sim.js', 'b-sim.js', 'ort.js'] }),
    chunk('a-sim.js', { from: 'notebooks/a/simulation.ts', assets: ['a.onnx'] }),
    chunk('b-sim.js', { from: 'notebooks/b/simulation.ts', imports: ['a-sim-shared.js'] }),
    chunk('a-sim-shared.js'),
    chunk('ort.js', { from: 'ort/index.js', assets: ['assets/ort-wasm.wasm', 'assets/ort-wasm.jspi.wasm'] }),
  ],
};
const graphs = [pages, workers];

describe('a pack', () => {
  it('opens the folder of its own notebook only', () => {
    const common = ['app.js', 'base.js', 'base.css', 'x-latin.woff2', 'worker.js', 'qr.js', 'ort.js'];
    const engines = ['assets/ort-wasm.wasm', 'assets/ort-wasm.jspi.wasm'];
    expect([...reach(graphs, undefined)].sort()).toEqual([...common, ...engines].sort());
    expect(reach(graphs, 'a').has('a.onnx')).toBe(true);
    expect(reach(graphs, 'a').has('globe.js')).toBe(false);
    expect(reach(graphs, 'b').has('a.onnx')).toBe(false);
    expect(reach(graphs, 'b').has('a-sim-shared.js')).toBe(true);
  });

  it('has pages, data and posters, each with its size, and nothing that the build lacks', () => {
    const files = [
      ...[
        'app.js',
        'a-view.js',
        'charts.js',
        'assets/ort-wasm.wasm',
        'theme.js',
        'lecture.html',
        'lecture/__data.json',
      ],
      ...['lecture/a.html', 'lecture/01-a.html', 'lecture/a/__data.json', 'n/a.html', 'lecture/speaker.html'],
      ...['poster/a/0.svg', 'poster/a/0.png', 'poster/b/0.svg'],
    ];
    const result = packs(graphs, '7', files, (file) => file.length);
    expect(result.common.map(([file]) => file)).toEqual([
      'app.js',
      'lecture',
      'lecture/__data.json',
      'lecture/speaker',
      'theme.js',
    ]);
    expect(result.common[1]).toEqual(['lecture', 'lecture.html'.length]);
    expect(result.engine).toEqual([['assets/ort-wasm.wasm', 20]]);
    expect(Object.keys(result.notebooks)).toEqual(['a']);
    expect(result.notebooks.a?.map(([file]) => file)).toEqual([
      'a-view.js',
      'charts.js',
      'lecture/a',
      'lecture/a/__data.json',
      'n/a',
      'poster/a/0.svg',
    ]);
  });
});
