/** Notes for the demo: a day as somebody in sales has it, with something late, something promised and a call to nobody we know. */
import type { Lang } from '../../errors.ts';
import type { Note } from '../../private/model.ts';
import type { NoteDraft, PrivateView } from '../../private/private-store.ts';
import type { Words } from '../../words/reworded.ts';

type Said = Pick<Note, 'kind'> & Partial<Pick<Note, 'pinned'>> & { readonly text: Words; readonly with?: Words };
const w = (en: string, ru: string): Words => ({ en, ru });
/** What is said, about which of the companies (null: none), and in how many days it is to be done. */
const SAID: readonly (readonly [Said, number | null, number | null])[] = [
  [
    {
      kind: 'call',
      text: w(
        'A cold call: they buy fasteners next door, call again in spring.',
        'Холостой звонок: крепёж берут у соседа, перезвонить весной.',
      ),
    },
    null,
    null,
  ],
  [
    {
      kind: 'preference',
      text: w('Call after lunch, they meet in the morning.', 'Звонить после обеда, с утра планёрка.'),
      pinned: true,
    },
    0,
    null,
  ],
  [
    {
      kind: 'call',
      text: w(
        'They ask for 3% off at 500 pieces; we promised an answer by Friday.',
        'Просят −3 % при 500 шт, ответ обещали до пятницы.',
      ),
      with: w('Sidorov, purchasing', 'Сидоров, закупки'),
    },
    0,
    1,
  ],
  [{ kind: 'promise', text: w('Send the statement of account.', 'Отправить акт сверки.') }, 0, -2],
  [{ kind: 'meeting', text: w('Show samples of the new lot.', 'Показать образцы новой партии.') }, 1, 0],
  [
    {
      kind: 'promise',
      text: w(
        'A discount on the next order if this one is paid in time.',
        'Скидка на следующий заказ, если оплатят этот в срок.',
      ),
    },
    1,
    24,
  ],
];
const DAY = 86_400_000;

/** `parties`: records to speak of. */
export async function seedDiary(
  view: PrivateView,
  parties: readonly string[],
  user: string,
  now: Date,
  lang: Lang,
): Promise<void> {
  for (const [{ text, with: whom, ...said }, at, days] of SAID) {
    const record = at === null ? undefined : parties[at % Math.max(1, parties.length)];
    const due = days === null ? null : new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
    const note: NoteDraft = {
      pinned: false, ...said, text: text[lang], participants: whom ? [whom[lang]] : [], isPrivate: false,
      about: record === undefined ? null : { entity: 'counterparty', record }, followUp: due === null ? null : { due, assignee: user, doneAt: null },
    }; // prettier-ignore
    await view.saveNote(note, null);
  }
}
