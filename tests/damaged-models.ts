// What can be wrong with the file of a model.
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';

/** One bit is wrong, in the middle. */
export function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[Math.floor(copy.length / 2)]! ^= 1;
  return copy;
}

/** Another graph than the one that was published: its constants are a little larger. */
export function withOtherConstants(bytes: Buffer): Buffer {
  const model = fromBinary(ModelProtoSchema, bytes);
  for (const { rawData, dataType } of model.graph?.initializer ?? []) {
    if (dataType !== 1) continue;
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
    for (let at = 0; at < rawData.byteLength; at += 4)
      view.setFloat32(at, 1.5 * view.getFloat32(at, true) + 0.1, true);
  }
  return Buffer.from(toBinary(ModelProtoSchema, model));
}

/** The same graph, said to be in a version of ONNX that is not there yet. */
export function ofNewerOpset(bytes: Buffer): Buffer {
  const model = fromBinary(ModelProtoSchema, bytes);
  for (const opset of model.opsetImport) opset.version = 99n;
  return Buffer.from(toBinary(ModelProtoSchema, model));
}
