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
