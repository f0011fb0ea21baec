import { expect } from 'chai';
import fc from 'fast-check';
import { uuid7, uuidOf } from '../../connector/world.ts';
import { holds } from './property.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 16 });
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('time-ordered ids', () => {
  it('carry version seven and the RFC variant', () => {
    holds(
      fc.property(moment, random, (ms, bytes) => {
        expect(uuid7(ms, bytes)).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('begin with the forty-eight bits of their moment', () => {
    holds(
      fc.property(moment, random, (ms, bytes) => {
        expect(parseInt(uuid7(ms, bytes).replaceAll('-', '').slice(0, 12), 16)).to.equal(ms);
      }),
    );
  });

  it('sort by time as text', () => {
    holds(
      fc.property(moment, moment, random, random, (a, b, x, y) => {
        fc.pre(a !== b);
        expect(uuid7(a, x) < uuid7(b, y)).to.equal(a < b);
      }),
    );
  });

  it('keep seventy-four random bits of those given', () => {
    const [zeros, ones] = [0, 255].map((fill) => uuid7(0x0123456789ab, new Uint8Array(10).fill(fill)));
    expect([zeros, ones]).to.deep.equal(['01234567-89ab-7000-8000-000000000000', '01234567-89ab-7fff-bfff-ffffffffffff']);
  });
});

describe('the id of a text', () => {
  it('is the same every time, another for another text, of version eight', () => {
    expect(uuidOf('ut11:anna key-00000001')).to.equal(uuidOf('ut11:anna key-00000001'));
    expect(uuidOf('ut11:anna key-00000001')).not.to.equal(uuidOf('ut11:boris key-00000001'));
    expect(uuidOf('')).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
