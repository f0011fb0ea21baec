/** A command typed wrongly: told in the reader's language what is wrong and where help is. */
import { expect } from 'chai';
import { desks } from './desk.ts';

const WRONG: readonly (readonly [command: string, ru: string, en: string])[] = [
  ['audit egress', 'Команде нужен параметр --from <date>', 'needs --from <date>'],
  ['audit egress --from', 'Параметр --from <date> указан без значения', 'came without its value'],
  ['problems --kind foo', 'не принимает «foo»', 'does not take "foo"'],
  ['counterparty list --limit abc', 'не принимает «abc»', 'does not take "abc"'],
  ['notes search слово --limit 1.5', 'целое число от 1', 'a whole number from 1'],
  ['write maybe', '<on|off> не принимает «maybe».\n  Принимает: on, off', '<on|off> does not take "maybe"'],
  ['offers outcome 7 lost-it', '<outcome> не принимает «lost-it»', 'It takes: won, lost, open, withdrawn'],
  ['status --jsn', 'нет параметра --jsn', 'no option --jsn'],
  ['problems show', 'Команде нужно указать <id>', 'needs <id>'],
  ['pause buh dyn', 'Лишние слова после pause: пришло 2, ожидалось 1', 'Too many words after pause: 2 came, 1 expected'],
  ['plan --json --html x', '--json и --html <file> противоречат друг другу', '--json and --html <file> contradict each other'],
  ['plan buh --show 1', '--show <plan> и buh противоречат', '--show <plan> and buh contradict'],
  ['plan --html a --html b', '--html <file> указан дважды: «a» и «b»', '--html <file> stands there twice: "a" and "b"'],
  ['client add x --all --no-all', '--all и --no-all противоречат', '--all and --no-all contradict'],
  [
    'user add x y --role sales --role lead --no-role',
    '--role <role> и --no-role противоречат',
    '--role <role> and --no-role contradict',
  ],
  [
    'key add buh --set prices',
    'Без --feed <name> параметр --set <set> ничего не значит',
    '--set <set> says nothing without --feed <name>',
  ],
  ['key revoke buh k1 --feed z', '--feed <kid> и buh противоречат', '--feed <kid> and buh contradict'],
  ['notes add hi --assignee me', 'Без --due <date> параметр --assignee', '--assignee <user> says nothing without --due'],
  ['import prices f --competitor x --preview --yes', '--preview и --yes противоречат', '--preview and --yes contradict'],
  [
    'translations import f --onto a --take-back',
    '--onto <export> и --take-back противоречат',
    '--onto <export> and --take-back contradict',
  ],
  ['translations import f --onto a --yes', '--onto <export> и --yes противоречат', '--onto <export> and --yes contradict'],
  [
    'translations import f --onto a --against b',
    '--onto <export> и --against <export> противоречат',
    '--onto <export> and --against <export> contradict',
  ],
  [
    'translations import f --organisation dyn --onto a',
    '--organisation [base] и --onto <export> противоречат',
    '--organisation [base] and --onto <export> contradict',
  ],
  ['translations import f --out o', 'Без --onto <export> параметр --out', '--out <file> says nothing without --onto'],
  [
    'translations diff f --against a --take-back',
    '--against <export> и --take-back противоречат',
    '--against <export> and --take-back contradict',
  ],
  ['mappings chek', 'Команды chek нет', 'There is no command chek'],
];

describe('a command typed wrongly', () => {
  const open = desks();

  it('is told in the language of the reader', async () => {
    const desk = await open();
    for (const [command, ru, en] of WRONG) {
      const inRussian = await desk.say(command, 'ru');
      expect([inRussian.code, inRussian.out], command).to.deep.equal([1, '']);
      expect(inRussian.err)
        .to.include(ru)
        .and.not.to.match(/error:|Did you mean/);
      expect((await desk.say(command)).err)
        .to.include(en)
        .and.not.to.match(/[а-яё]|error:/i);
    }
  });

  it('may say one thing twice, and repeat what may be repeated', async () => {
    const desk = await open();
    expect((await desk.say('status --json --json')).code).to.equal(0);
    expect((await desk.say('write off --by anna --by anna')).code).to.equal(0);
    const { code, err } = await desk.say('client add crm --origin https://a.example --origin https://b.example --role A=sales --role B=lead'); // prettier-ignore
    expect([code, err]).to.deep.equal([0, '']);
  });

  it('names what may have been meant', async () => {
    const desk = await open();
    expect((await desk.say('status --jsn', 'ru')).err).to.include('Возможно, имелось в виду: --json');
    expect((await desk.say('mappings chek')).err).to.include('Perhaps you mean: check');
  });

  it('has a help without English words of its own', async () => {
    const { out } = await (await open()).say('counterparty list --help', 'ru');
    expect(out)
      .to.include('(по умолчанию: "30")')
      .and.not.to.match(/default|choices/);
  });
});
