// Facts that travel in an ONNX file: seed, steps, loss, recipe. They can be added to a model that is written already.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, StringStringEntryProtoSchema } from 'onnx-buf';

/**
 * The same model with `facts` in its metadata_props, after those that it has; a fact of the same name replaces.
 *
 * @returns the bytes of the file, the same for the same model and facts
 * @throws Error if the bytes are not an ONNX model
 */
export function addMetadata(bytes: Uint8Array, facts: Readonly<Record<string, string>>): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const kept = model.metadataProps.filter(({ key }) => !Object.hasOwn(facts, key));
  const added = Object.entries(facts).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
  model.metadataProps = [...kept, ...added];
  return toBinary(ModelProtoSchema, model);
}
