// Reads exported bytes with a decoder that shares nothing with the writer: protobufjs, by a description of
// the few messages that matter, written from the ONNX specification's field numbers.
import protobuf from 'protobufjs';
import { type Array as JaxArray, nn, numpy as np } from '@jax-js/jax';
import { beforeAll, expect, test } from 'vitest';
import { exportModel } from './export-model.ts';
import { startJax } from './testing.ts';

beforeAll(startJax);

const { root } = protobuf.parse(`
  syntax = "proto2";
  message Attribute { optional string name = 1; optional int64 i = 3; repeated int64 ints = 8; optional int32 type = 20; }
  message Node { repeated string input = 1; repeated string output = 2; optional string op_type = 4; repeated Attribute attribute = 5; }
  message Tensor { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Graph { repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5; repeated ValueInfo input = 11; repeated ValueInfo output = 12; }
  message Opset { optional string domain = 1; optional int64 version = 2; }
  message Entry { optional string key = 1; optional string value = 2; }
  message Model { optional int64 ir_version = 1; optional string producer_name = 2; optional string doc_string = 6; optional Graph graph = 7; repeated Opset opset_import = 8; repeated Entry metadata_props = 14; }
`);

interface Decoded {
  readonly graph: {
    readonly node: readonly {
      readonly input: string[];
      readonly output: string[];
      readonly opType: string;
    }[];
    readonly initializer: readonly {
      readonly name: string;
      readonly dims: number[];
      readonly rawData: Uint8Array;
    }[];
    readonly input: readonly { readonly name: string }[];
    readonly output: readonly { readonly name: string }[];
  };
}

function decode(bytes: Uint8Array): Decoded {
  const type = root.lookupType('Model');
  return type.toObject(type.decode(bytes), { longs: Number, defaults: true }) as Decoded;
}

const bytes = (): Uint8Array => {
  const w = np.array([1, 2, 3, 4, 5, 6]).reshape([3, 2]);
  const layer = (x: JaxArray): JaxArray => nn.softmax(np.matmul(x, w.ref), -1);
  const model = exportModel(layer, {
    name: 'layer',
    description: 'One layer.',
    inputs: [{ name: 'x', shape: ['N', 3] }],
    outputs: ['p'],
    metadata: { seed: '1' },
  });
  w.dispose();
  return model;
};

test('the header and the signature are where the specification puts them', () => {
  expect(decode(bytes())).toMatchObject({
    irVersion: 8,
    producerName: 'tangible',
    docString: 'One layer.',
    opsetImport: [{ domain: '', version: 18 }],
    metadataProps: [{ key: 'seed', value: '1' }],
    graph: {
      name: 'layer',
      input: [
        {
          name: 'x',
          type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'N' }, { dimValue: 3 }] } } },
        },
      ],
      output: [
        {
          name: 'p',
          type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'N' }, { dimValue: 2 }] } } },
        },
      ],
    },
  });
});

test('every node reads what is there before it, and every name is given once', () => {
  const { graph } = decode(bytes());
  const known = new Set([
    '',
    ...graph.input.map(({ name }) => name),
    ...graph.initializer.map(({ name }) => name),
  ]);
  for (const { input, output } of graph.node) {
    for (const name of input) expect(known).toContain(name);
    for (const name of output) {
      expect(known).not.toContain(name);
      known.add(name);
    }
  }
  for (const { name } of graph.output) expect(known).toContain(name);
});

test('weights are stored little-endian in their layout', () => {
  const { graph } = decode(bytes());
  const weights = graph.initializer.find(({ dims }) => dims.join() === '3,2');
  const view = new DataView(Uint8Array.from(weights?.rawData ?? []).buffer);
  expect(Array.from({ length: 6 }, (_, k) => view.getFloat32(4 * k, true))).toEqual([1, 2, 3, 4, 5, 6]);
});
