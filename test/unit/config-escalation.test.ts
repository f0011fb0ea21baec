/** Section escalation: nothing leaves unencrypted, no address is a text to be read, secrets come from outside. */
import { expect } from 'chai';
import { file, host, places, read } from './config-samples.ts';

const with_ = (section: object): string => file(`{"buh": ${host()}},`, `"escalation": ${JSON.stringify(section)}`);
const secret = { env: 'UT' };
const mail = { server: 'smtp.example', from: 'a@firma.example', to: ['b@firma.example'] };

describe('section escalation', () => {
  it('needs nothing, and then sends nothing', () => {
    expect(read(file(`{"buh": ${host()}}`)).escalation).to.deep.equal({ conflictHours: 24, duplicateHours: 72, followUpDays: 1, say: 'count', quietHours: [] }); // prettier-ignore
  });

  it('takes https and this machine, and nothing open over the network', () => {
    const url = (text: string): string[] => places(with_({ webhook: { url: text, secret } }));
    expect([url('https://chat.example/hook'), url('http://127.0.0.1:9/hook'), url('http://localhost/hook')]).to.deep.equal([
      [],
      [],
      [],
    ]);
    for (const text of ['http://chat.example/hook', 'https://u:p@chat.example/', 'ftp://chat.example', 'javascript:alert(1)'])
      expect([text, url(text)]).to.deep.equal([text, ['3 escalation.webhook.url']]);
    expect(places(with_({ mail: { ...mail, tls: 'off' } }))).to.deep.equal(['3 escalation.mail.tls']);
    expect(places(with_({ mail: { ...mail, server: '127.0.0.1', tls: 'off' } }))).to.deep.equal([]);
  });

  it('takes addresses, not texts that hold several', () => {
    for (const to of ['b@x.ru\nBcc: evil@x.ru', 'b@x.ru, evil@x.ru', 'B <b@x.ru>', ''])
      expect([to, places(with_({ mail: { ...mail, to: [to] } }))]).to.deep.equal([to, ['3 escalation.mail.to.0']]);
  });

  it('reads its secrets from outside and says which is missing', () => {
    const config = read(with_({ webhook: { url: 'https://chat.example/', secret }, mail: { ...mail, user: 'u', password: { env: 'BUH' } } }));
    expect([config.secrets.get('escalation:webhook'), config.secrets.get('escalation:mail')]).to.deep.equal(['other', 'тайна']);
    expect(places(with_({ webhook: { url: 'https://chat.example/', secret: { env: 'NONE' } } }))).to.deep.equal(['3 escalation.webhook.secret']);
    expect(places(with_({ webhook: { url: 'https://chat.example/', secret: 'in the open' } }))).to.deep.equal(['3 escalation.webhook.secret']);
  }); // prettier-ignore
});
