import { expect } from 'chai';
import { ConfigInvalid } from '../../connector/config.ts';
import { message } from '../../connector/errors.ts';
import { file, host, places, problems, read } from './config-samples.ts';

const good = host();

describe('what is wrong with a configuration', () => {
  it('is told all at once, each with its line', () => {
    const bad = `{"kind":"onec",\n"profile":"x",\n"url":"nix",\n"user":"",\n"password":{"env":""},\n"quietHours":["25:00-01:00"],\n"timeoutSeconds":0}`;
    expect(places(file(`{"buh": ${bad}}`))).to.have.members([
      '3 hosts.buh.profile',
      '4 hosts.buh.url',
      '5 hosts.buh.user',
      '6 hosts.buh.password.env',
      '7 hosts.buh.quietHours.0',
      '8 hosts.buh.timeoutSeconds',
    ]);
  });

  it('names an unknown key on the line it stands', () => {
    expect(
      places(file(`{"buh": ${good}}`, ', "language": "ru"', ', "cycleSecond": 5')).map((p) => p.split(' ')[0]),
    ).to.deep.equal(['4']);
    expect(JSON.stringify(problems(file(`{"buh": ${good}}`, ', "cycleSecond": 5')))).to.contain('cycleSecond');
  });

  it('names unknown hosts of issueIn and follows', () => {
    const follower = host(',"follows":{"home":"nix"}');
    expect(
      places(file(`{"buh": ${good}, "ut": ${follower}}`, ', "issueIn": {"*": "buh",', '"7707083893": "sales"}')),
    ).to.deep.equal(['4 issueIn.7707083893', '2 hosts.ut.follows.home']);
  });

  it('tells mistaken names together with mistaken values', () => {
    expect(places(file(`{"buh": ${good}}`, ', "cycleSeconds": 0', ', "issueIn": {"*": "nix"}'))).to.have.members([
      '3 cycleSeconds',
      '4 issueIn.*',
    ]);
  });

  it('tells every missing password and not only the first', () => {
    const text = JSON.stringify(problems(file(`{"buh": ${good}, "ut": ${host('', '{"env":"UT"}')}}`), 'en', {}));
    expect(text).to.contain('BUH').and.to.contain('UT');
  });

  it('refuses a mapping edited to name a private field, on its line', () => {
    const edited = host(',"mappings":{"counterparty":{"fields":{\n"competitorNote":{"policy":"ours"},\n"comment":{"host":"ДанныеКонкурента"}}}}');
    const found = problems(file(`{"buh": ${edited}}`));
    expect(found.map((p) => [p.line, p.path.split('.').at(-1)])).to.deep.equal([[3, 'competitorNote'], [4, 'comment']]);
    for (const p of found) expect(p.problem).to.contain('private store').and.to.contain('take it out');
    expect(problems(file(`{"buh": ${edited}}`), 'ru')[0]?.problem).to.contain('закрытому хранилищу');
  }); // prettier-ignore

  it('includes repeated keys, the later one with its line', () => {
    expect(places(file(`{"buh": ${good}}`, ', "cycleSeconds": 60', ', "cycleSeconds": 61'))).to.deep.equal(['4 cycleSeconds']);
    expect(places(file(`{"buh": ${good},\n"buh": ${good}}`))).to.deep.equal(['3 buh']);
  });

  it('includes a field name no mapping of the host has', () => {
    const typo = host(',"mappings":{"counterparty":{"fields":{"phon":{"policy":"ours"}}}}');
    expect(problems(file(`{"buh": ${typo}}`))).to.have.lengthOf(1);
  });

  it('includes a time zone that does not exist', () => {
    expect(problems(file(`{"buh": ${host(',"timeZone":"Europe/Moskau"')}}`))).to.have.lengthOf(1);
    expect(problems(file(`{"buh": ${host(',"timeZone":"Europe/Moscow"')}}`))).to.deep.equal([]);
  });

  it('includes a kind whose mapping has no such field at all', () => {
    const typo = host(',"mappings":{"unit":{"fields":{"phone":{"omit":true}}}}');
    expect(problems(file(`{"buh": ${typo}}`)).map((p) => p.path)).to.deep.equal(['hosts.buh.mappings.unit.fields.phone']);
  });

  it('includes a home of invoices that only receives them', () => {
    const hosts = `{"ut": ${good}, "buh": ${host(',"follows":{"home":"ut"}')}}`;
    expect(places(file(hosts, ', "issueIn": {"*": "buh"}'))).to.deep.equal(['3 issueIn.*']);
    expect(places(file(hosts, ', "issueIn": {"*": "ut"}'))).to.deep.equal([]);
  });

  it('includes an ИНН nobody can have', () => {
    expect(places(file(`{"buh": ${good}}`, ', "issueIn": {"7707083890": "buh"}'))).to.deep.equal(['3 issueIn.7707083890']);
  });

  it('includes a password file that is empty, missing or a folder', () => {
    for (const path of ['no-such-file', '.', '/dev/null'])
      expect(places(file(`{"buh": ${host('', `{"file":"${path}"}`)}}`))).to.deep.equal(['2 hosts.buh.password']);
  });

  it('tells the address that holds a password without repeating it', () => {
    const inside = host().replace('http://1c.example', 'http://anna:geheim@1c.example');
    expect(places(file(`{"buh": ${inside}}`))).to.deep.equal(['2 hosts.buh.url']);
    expect(places(file(`{"buh": ${host().replace('http://1c.example', 'ftp://1c.example')}}`))).to.deep.equal([
      '2 hosts.buh.url',
    ]);
  });

  it('includes two hosts that follow each other', () => {
    const [a, b] = ['b', 'a'].map((home) => host(`,"follows":{"home":"${home}"}`));
    expect(problems(file(`{"a": ${a ?? ''}, "b": ${b ?? ''}}`)).length).to.be.greaterThan(0);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['a comment', '// no\n'],
    ['a list', '[]'],
    ['null', 'null'],
    ['half an object', '{ "hosts": {'],
  ] as const)
    // prettier-ignore
    it(`is said of a file that holds ${what}`, () => {
      expect(problems(text).length).to.be.greaterThan(0);
      expect(problems(text).every((p) => p.line >= 1)).to.equal(true);
    });

  it('becomes one message with file, line and path', () => {
    try {
      read(file(`{"buh": ${good}}`, ', "cycleSeconds": 0'));
      expect.fail('accepted');
    } catch (error) {
      if (!(error instanceof ConfigInvalid)) throw error;
      expect(message(error.code, error.detail, 'en').what).to.match(/^data\/sidebook\.config\.jsonc, line 3: cycleSeconds: ./);
    }
  });
});

describe('a mistake in a value', () => {
  const told = (more: string, lang: 'ru' | 'en' = 'ru'): string =>
    problems(file(`{"buh": ${host(more)}}`), lang)[0]?.problem ?? '';

  it('is told with what is needed and what stands there, in one language', () => {
    expect(told(',"pageSize":"200"')).to.equal('нужно: целое число; стоит: "200"');
    expect(told(',"pageSize":0.5')).to.equal('нужно: целое число; стоит: 0.5');
    expect(told(',"books":"да"')).to.equal('нужно: true или false; стоит: "да"');
    expect(told(',"quietHours":"22:00-06:00"')).to.equal('нужно: список [ … ]; стоит: "22:00-06:00"');
    expect(told(',"mappings":[]')).to.equal('нужно: раздел { … }; стоит: [ … ]');
    expect(told(',"recentDays":-1')).to.equal('не меньше 1; стоит: -1');
    expect(told(',"recentDays":401', 'en')).to.equal('at most 400; here stands: 401');
    expect(told(',"timeZone":null')).to.equal('нужно: текст в кавычках; стоит: null');
  });

  it('is told with the words that may stand there', () => {
    const kind = problems(file(`{"buh": ${good.replace('"onec"', '"1c"')}}`), 'ru')[0];
    expect(kind?.path).to.equal('hosts.buh.kind');
    expect(kind?.problem).to.match(/^нужно одно из: onec, onec-soap, .*; стоит: "1c"$/);
    const profile = problems(file(`{"buh": ${good.replace('"bp30"', '"bp3"')}}`), 'ru')[0];
    expect(profile?.problem).to.equal('нужно одно из: bp30, ut11; стоит: "bp3"');
  });

  it('never repeats what stands where a password may', () => {
    const secret = problems(file(`{"buh": ${host('', '{"env":12345678}')}}`), 'ru');
    expect(JSON.stringify(secret)).to.not.contain('12345678');
    // An address typed where a table is due: it holds a password as often as not.
    for (const section of ['store', 'private', 'escalation', 'server']) {
      const [told] = problems(file(`{"buh": ${good}}`, `, "${section}": "mssql://sa:geheim@1c.example/books"`), 'ru');
      expect([told?.path, told?.problem]).to.deep.equal([section, 'нужно: раздел { … }; стоит: "…"']);
    }
    expect(JSON.stringify(problems(file('{"buh": "http://anna:geheim@1c.example/buh"}')))).to.not.contain('geheim');
  });
});

describe('one base under two names', () => {
  it('is refused: everything in it would be there twice', () => {
    const again = good.replace('/standard.odata/', '/standard.odata').replace('1c.example', '1C.example');
    expect(places(file(`{"buh": ${good},\n"ut": ${again}}`))).to.deep.equal(['3 hosts.ut.url']);
    expect(problems(file(`{"buh": ${good},\n"ut": ${again}}`), 'ru')[0]?.problem).to.contain('buh');
  });

  it('is something else than two companies or two exchanges of one address', () => {
    const bc = (company: string): string =>
      `{"kind":"business-central","url":"https://bc.example/v2.0/t/p/api/v2.0/","tenant":"t.example","clientId":"c","secret":{"env":"UT"},"company":"${company}"}`;
    const messages = (code: string): string =>
      `{"kind":"enterprisedata","url":"http://1c.example/buh/ws/","user":"u","password":{"env":"UT"},"peerCode":"${code}"}`;
    const hosts = (last: string): string =>
      `{"a": ${bc('Одна')}, "b": ${bc('Вторая')}, "c": ${messages('СБ')}, "d": ${messages(last)}}`;
    expect(problems(file(hosts('ДР')))).to.deep.equal([]);
    expect(places(file(hosts('СБ')))).to.deep.equal(['2 hosts.d.url']);
  });
});

describe('an address of a base', () => {
  it('has nothing behind a question mark: "?wsdl" is asked by Sidebook itself', () => {
    for (const more of ['?wsdl', '?x=1', '#top'])
      expect(places(file(`{"buh": ${good.replace('standard.odata/', `standard.odata/${more}`)}}`))).to.deep.equal([
        '2 hosts.buh.url',
      ]);
  });
});

describe('problems told in Russian', () => {
  const texts: readonly [string, string][] = [
    ['a value that is out of range', file(`{"buh": ${good}}`, ', "cycleSeconds": 0')],
    ['a key nobody knows', file(`{"buh": ${good}}`, ', "cycleSecond": 5')],
    ['a password in the open', file(`{"buh": ${host('', '"geheim"')}}`)],
    ['hours that are no hours', file(`{"buh": ${host(',"quietHours":["25:00-01:00"]')}}`)],
    ['no host at all', file('{}')],
    ['an unknown home of invoices', file(`{"buh": ${good}}`, ', "issueIn": {"*": "nix"}')],
    ['a repeated key', file(`{"buh": ${good}}`, ', "cycleSeconds": 60, "cycleSeconds": 61')],
    ['an unset variable', file(`{"buh": ${host('', '{"env":"NIX"}')}}`)],
    ['a missing user', file(`{"buh": ${host().replace('"user":"Синхронизация",', '')}}`)],
    ['a missing comma', file(`{"buh": ${good}}`, '"cycleSeconds": 60')],
  ];
  for (const [what, text] of texts)
    it(`say in Russian what is wrong with ${what}`, () => {
      expect(problems(text, 'ru')[0]?.problem).to.match(/[а-яё]{3}/i);
    });

  it('leave the next reader the language asked for', () => {
    problems(file(`{"buh": ${good}}`, ', "cycleSeconds": 0'), 'ru');
    expect(problems(file(`{"buh": ${good}}`, ', "cycleSeconds": 0'), 'en')[0]?.problem).to.match(/^[\x20-\x7e]+$/);
  });

  it('names brackets deeper than any configuration, and does not fall over them', () => {
    for (const [open, close] of [
      ['{"a":', '}'],
      ['[', ']'],
    ] as const) {
      const deep = file(`{"buh": ${good}}`, `, "x": ${open.repeat(30_000)}1${close.repeat(30_000)}`);
      expect(problems(deep).map(({ line, problem }) => [line, problem.includes('100 deep')])).to.deep.equal([[3, true]]);
    }
    const text = `, "language": "ru" // ${'{['.repeat(30_000)}`;
    expect(problems(file(`{"buh": ${good}}`, text))).to.deep.equal([]);
  });

  it('names the path of a file of ours that would make one somewhere else', () => {
    const said = (path: string): string | undefined =>
      problems(file(`{"buh": ${good}}`, `, "store": {"file": ${path}}`))[0]?.problem;
    for (const folder of ['"."', '""', '" "', '"data/"', '".."']) expect(said(folder), folder).to.contain('names a folder');
    expect(said('"~/sidebook.db"')).to.contain('~/sidebook.db').and.contain('in full');
    expect(said(String.raw`"C:\new\test.db"`)).to.contain('a line break or a tab');
    expect(said(String.raw`"C:\data\sidebook.db"`)).to.contain('written twice');
    expect(said('"./nowhere/sidebook.db"')).to.equal(undefined);
    expect(places(file(`{"buh": ${good}}`, ', "private": {"file": "."},', '"audit": {"file": "data/"}'))).to.deep.equal([
      '3 private.file',
      '4 audit.file',
    ]);
  });
});
