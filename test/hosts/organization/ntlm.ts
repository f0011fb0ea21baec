/** The server's half of NTLM ([MS-NLMP] 3.2): a challenge for a connection, and whether the answer proves the password. */
import { createHmac } from 'node:crypto';
import { md4 } from '../../../connector/hosts/organization/md4.ts';

const field = (message: Buffer, at: number): Buffer => {
  const [length, offset] = [message.readUInt16LE(at), message.readUInt32LE(at + 4)];
  return message.subarray(offset, offset + length);
};

const NONCE = Buffer.from('0123456789abcdef', 'hex');
const pair = (id: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};

/** The second message; names of its domain and machine, and its clock. */
export function challenge(): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(134_000_000_000_000_000n);
  const target = Buffer.concat([pair(2, Buffer.from('КОНТОРА', 'utf16le')), pair(1, Buffer.from('CRM', 'utf16le')), pair(7, time), pair(0, Buffer.alloc(0))]); // prettier-ignore
  const head = Buffer.alloc(48);
  head.write('NTLMSSP\0', 'latin1');
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(0xa2898205, 20);
  NONCE.copy(head, 24);
  head.writeUInt16LE(target.length, 40);
  head.writeUInt16LE(target.length, 42);
  head.writeUInt32LE(48, 44);
  return Buffer.concat([head, target]);
}

const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('md5', key).update(data).digest();

/** Does the third message prove that whoever sent it knows the password of this user? */
export function proves(message: Buffer, user: string, password: string): boolean {
  const [nt, domain, name] = [field(message, 20), field(message, 28).toString('utf16le'), field(message, 36).toString('utf16le')];
  if (`${domain}\\${name}` !== user) return false;
  const key = hmac(md4(Buffer.from(password, 'utf16le')), Buffer.from(name.toUpperCase() + domain, 'utf16le'));
  return hmac(key, Buffer.concat([NONCE, nt.subarray(16)])).equals(nt.subarray(0, 16));
}
