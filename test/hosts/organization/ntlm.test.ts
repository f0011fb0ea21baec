import { expect } from 'chai';
import { md4 } from '../../../connector/hosts/organization/md4.ts';
import { authenticate, keyOf, negotiate, ntlmUser, proofOf, readChallenge } from '../../../connector/hosts/organization/ntlm.ts';
import { challenge, proves } from './ntlm.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('NTLM', () => {
  const published: readonly (readonly [string, string])[] = [
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ];
  for (const [text, digest] of published)
    it(`has the MD4 of RFC 1320 for "${text.slice(0, 20)}"`, () => {
      expect(md4(Buffer.from(text)).toString('hex')).to.equal(digest);
    });

  it('answers as [MS-NLMP] 4.2.4 does', () => {
    const key = keyOf({ domain: 'Domain', user: 'User', password: 'Password' });
    expect(key.toString('hex')).to.equal('0c868a403bfd7a93a3001ef22ef02e3f');
    const target = hex('02000c0044006f006d00610069006e0001000c005300650072007600650072000000 0000');
    const moment = { nonce: hex('aaaaaaaaaaaaaaaa'), time: 0n };
    const { lm, nt } = proofOf(key, { nonce: hex('0123456789abcdef'), target }, moment);
    expect(nt.subarray(0, 16).toString('hex')).to.equal('68cd0ab851e51c96aabc927bebef6a1c');
    expect(lm.toString('hex')).to.equal('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
  });

  it('proves a Cyrillic user, and no other password', () => {
    const asked = readChallenge(challenge());
    if (!asked) throw new Error('no challenge');
    const moment = { nonce: hex('aaaaaaaaaaaaaaaa'), time: 0n };
    const message = authenticate(ntlmUser('КОНТОРА\\Ёлка', 'пароль'), asked, moment);
    expect([proves(message, 'КОНТОРА\\Ёлка', 'пароль'), proves(message, 'КОНТОРА\\Ёлка', 'Пароль')]).to.deep.equal([true, false]);
  });

  it('takes nothing else for a challenge', () => {
    const broken = [Buffer.alloc(0), negotiate(), challenge().subarray(0, 50), Buffer.from('<html>401</html>'.repeat(9))];
    expect(broken.map(readChallenge)).to.deep.equal([null, null, null, null]);
  });
});
