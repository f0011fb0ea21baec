/** The token 1C signs: its steps, done again here with the numbers its own text names, end in a token our verification takes. */
import { expect } from 'chai';
import { createHash, createHmac } from 'node:crypto';
import { jwtVerify } from 'jose';
import { claims } from '../../connector/server/contract/embed.ts';
import { textOf } from './xml.ts';

const MODULE = textOf('1c/processor/SidebookPanel/Ext/ObjectModule.bsl');
const SECRETS = ['secret-of-the-client-0123456789abcdef', 'short', 'k'.repeat(64), 'длинный секрет '.repeat(12)];
const NOW = Math.floor(Date.UTC(2026, 10, 21, 12) / 1000);

const numberIn = (pattern: RegExp): number => Number(pattern.exec(MODULE)?.[1]);
const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();

/** СмешанныйКлюч: zero-padded to the block, every byte mixed. */
function mixedKey(key: Buffer, byte: number): Buffer {
  const last = numberIn(/Для Номер = 0 По (\d+) Цикл/u);
  return Buffer.from(Array.from({ length: last + 1 }, (_, i) => (key[i] ?? 0) ^ byte));
}

/** HMACSHA256 */
function signature(secret: string, text: string): Buffer {
  const bytes = Buffer.from(secret);
  const key = bytes.length > numberIn(/Секрет\.Размер\(\) > (\d+)/u) ? sha256(bytes) : bytes;
  const inner = mixedKey(key, numberIn(/Внутренний = СмешанныйКлюч\(Ключ, (\d+)\)/u));
  const outer = mixedKey(key, numberIn(/Внешний = СмешанныйКлюч\(Ключ, (\d+)\)/u));
  return sha256(Buffer.concat([outer, sha256(Buffer.concat([inner, Buffer.from(text)]))]));
}

/** Base64Url: 1C breaks long base64 into lines of 76; the breaks go, then the alphabet changes, then the filling goes. */
function base64Url(data: Buffer): string {
  const broken = data.toString('base64').replace(/.{76}/g, '$&\r\n');
  const replaced = broken.replaceAll('\r', '').replaceAll('\n', '').replaceAll('+', '-').replaceAll('/', '_');
  return replaced.replaceAll('=', '');
}

/** The claims НовыйТокен writes, by name, with what 1C would have put there. */
function claimsOf1c(): Record<string, unknown> {
  const values: Record<string, unknown> = {
    cid: 'ut11', sub: 'ut11:5f0c9d3e-5a51-11ee-9c1a-00155d0a0a01', name: 'Иванова А. (бухгалтер)', rol: ['ПолныеПрава'],
    scp: ['ut11:Catalog_Контрагенты:6a1e0000-0000-11ee-9c1a-00155d0a0a01'], loc: 'ru', tz: 'Europe/Moscow', iat: NOW,
    exp: NOW + numberIn(/"exp", Сейчас \+ (\d+)/u), jti: '0b0f9d3e-5a51-4aee-9c1a-00155d0a0a01',
    aud: /"aud", "([^"]+)"/u.exec(MODULE)?.[1], wdg: /"wdg", СтрРазделить\("([^"]+)"/u.exec(MODULE)?.[1]?.split(','),
  }; // prettier-ignore
  const names = [...MODULE.matchAll(/Утверждения\.Вставить\("(\w+)"/gu)].map((m) => m[1] ?? '');
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function token(secret: string): string {
  const header = JSON.stringify({ alg: /"alg, typ, kid", "(\w+)"/u.exec(MODULE)?.[1], typ: 'JWT', kid: 'k1' });
  const signed = [header, JSON.stringify(claimsOf1c())].map((part) => base64Url(Buffer.from(part))).join('.');
  return `${signed}.${base64Url(signature(secret, signed))}`;
}

describe('samples for 1C: the token', () => {
  it('names exactly the claims of the contract', () => {
    expect(Object.keys(claimsOf1c()).sort()).eql(Object.keys(claims.shape).sort());
  });

  for (const secret of SECRETS)
    it(`is taken with a secret of ${Buffer.byteLength(secret)} bytes`, async () => {
      const key = new TextEncoder().encode(secret);
      const options = { algorithms: ['HS256'], audience: 'embed/v1', currentDate: new Date(NOW * 1000 + 1000) };
      const { payload, protectedHeader } = await jwtVerify(token(secret), key, options);
      expect(protectedHeader.kid).equal('k1');
      expect(claims.parse(payload)).eql(claimsOf1c());
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).most(600);
      expect(payload.sub).match(/^ut11:/);
    });

  it('its own HMAC is the HMAC of everyone', () => {
    for (const secret of SECRETS)
      expect(signature(secret, 'a.б').equals(createHmac('sha256', secret).update('a.б').digest())).equal(true);
  });

  it('is given only after 1C itself found that the user sees the object', () => {
    const body = /Функция НовыйТокен[^]+?КонецФункции/u.exec(MODULE)?.[0] ?? '';
    expect(body.indexOf('ВидитПользователь(Ссылка)')).greaterThan(0).and.below(body.indexOf('НастройкиПанели()'));
    expect(/Функция ВидитПользователь[^]+?КонецФункции/u.exec(MODULE)?.[0])
      .include('ВЫБРАТЬ РАЗРЕШЕННЫЕ')
      .not.include('Привилегированный');
  });
});
