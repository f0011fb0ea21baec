/** MD4 (RFC 1320): only because NTLM is made of it, and the OpenSSL of Node has it no more. Proves nothing by itself. */

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Of each round: how words are mixed, in which order they come, how far they are turned, and what is added. */
const ROUNDS = [
  { mix: (x: number, y: number, z: number) => (x & y) | (~x & z), order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], turns: [3, 7, 11, 19], plus: 0 },
  { mix: (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z), order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], turns: [3, 5, 9, 13], plus: 0x5a827999 },
  { mix: (x: number, y: number, z: number) => x ^ y ^ z, order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], turns: [3, 9, 11, 15], plus: 0x6ed9eba1 },
] as const; // prettier-ignore

/** @example md4(Buffer.from('abc')).toString('hex') // 'a448017aaf21d8525fc10ae87aa6729d' */
export function md4(message: Uint8Array): Buffer {
  const padded = Buffer.alloc(((message.length + 8) >> 6) * 64 + 64);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeUInt32LE(message.length * 8, padded.length - 8);
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) state = added(state, block(state, padded.subarray(at, at + 64)));
  const digest = Buffer.alloc(16);
  state.forEach((word, i) => digest.writeInt32LE(word | 0, i * 4));
  return digest;
}

const added = (a: readonly number[], b: readonly number[]): number[] => a.map((word, i) => (word + (b[i] ?? 0)) | 0);

function block(state: readonly number[], bytes: Buffer): number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const { mix, order, turns, plus } of ROUNDS)
    order.forEach((word, i) => {
      const turned = rotate((a + mix(b, c, d) + bytes.readInt32LE(word * 4) + plus) | 0, turns[i % 4] ?? 0);
      [a, b, c, d] = [d, turned, b, c];
    });
  return [a, b, c, d];
}
