/** WOFF 1.0 (W3C 2012) to the SFNT that it wraps: the tables are zlib-compressed one by one. */
import { inflateSync } from 'node:zlib';

interface WoffTable {
  readonly tag: number;
  readonly checksum: number;
  readonly data: Buffer;
}

/** @throws Error when the file does not begin as WOFF. */
export function woffToSfnt(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF file.');
  const count = woff.readUInt16BE(12);
  const tables: WoffTable[] = Array.from({ length: count }, (_, i) => readTable(woff, 44 + 20 * i));
  const header = Buffer.alloc(12 + 16 * count);
  const power = Math.floor(Math.log2(count));
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** power, 10);
  let offset = header.length;
  const parts: Buffer[] = [header];
  tables.forEach(({ tag, checksum, data }, i) => {
    header.writeUInt32BE(tag, 12 + 16 * i);
    header.writeUInt32BE(checksum, 16 + 16 * i);
    header.writeUInt32BE(offset, 20 + 16 * i);
    header.writeUInt32BE(data.length, 24 + 16 * i);
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    data.copy(padded);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

function readTable(woff: Buffer, at: number): WoffTable {
  const offset = woff.readUInt32BE(at + 4);
  const stored = woff.readUInt32BE(at + 8);
  const original = woff.readUInt32BE(at + 12);
  const bytes = woff.subarray(offset, offset + stored);
  return {
    tag: woff.readUInt32BE(at),
    checksum: woff.readUInt32BE(at + 16),
    data: stored < original ? inflateSync(bytes) : Buffer.from(bytes),
  };
}
