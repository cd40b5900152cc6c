/** A tiny picture as a PNG data address, so that figures show pixels on the server, live, and in saved files alike. */

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (table[(c ^ byte) & 255] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const word = (n: number): number[] => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

function chunk(type: string, data: Uint8Array): number[] {
  const body = Uint8Array.from([...[...type].map((letter) => letter.charCodeAt(0)), ...data]);
  return [...word(data.length), ...body, ...word(crc32(body))];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
function base64(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < 4; k++)
      text += i + k > bytes.length ? '=' : (ALPHABET[(n >>> (18 - 6 * k)) & 63] as string);
  }
  return text;
}

/** `rgb`: width × height × 3 in [0, 1], row-major; what is outside is clipped. At most 65,535 bytes (one stored block). */
export function pngAddress(rgb: ArrayLike<number>, width: number, height: number): string {
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < 3 * width; x++)
      rows[y * (1 + 3 * width) + 1 + x] = Math.round(
        255 * Math.min(1, Math.max(0, rgb[y * 3 * width + x] as number)),
      );
  const n = rows.length;
  if (n > 65535) throw new RangeError(`A picture of ${width} × ${height} does not fit one block.`);
  const zlib = [0x78, 1, 1, n & 255, n >>> 8, ~n & 255, (~n >>> 8) & 255, ...rows, ...word(adler32(rows))];
  const head = Uint8Array.from([...word(width), ...word(height), 8, 2, 0, 0, 0]);
  const bytes = [137, 80, 78, 71, 13, 10, 26, 10, ...chunk('IHDR', head)];
  bytes.push(...chunk('IDAT', Uint8Array.from(zlib)), ...chunk('IEND', new Uint8Array()));
  return `data:image/png;base64,${base64(bytes)}`;
}
