/** Notes for the demo: a day as somebody in sales has it, with something late, something promised and a call to nobody we know. */
import type { Note } from '../../private/model.ts';
import type { NoteDraft, PrivateView } from '../../private/private-store.ts';

type Said = Pick<Note, 'kind' | 'text'> & Partial<Pick<Note, 'pinned' | 'participants'>>;
/** What is said, about which of the companies (null: none), and in how many days it is to be done. */
const SAID: readonly (readonly [Said, number | null, number | null])[] = [
  [{ kind: 'call', text: 'Холостой звонок: крепёж берут у соседа, перезвонить весной.' }, null, null],
  [{ kind: 'preference', text: 'Звонить после обеда, с утра планёрка.', pinned: true }, 0, null],
  [{ kind: 'call', text: 'Просят −3 % при 500 шт, ответ обещали до пятницы.', participants: ['Сидоров, закупки'] }, 0, 1],
  [{ kind: 'promise', text: 'Отправить акт сверки.' }, 0, -2],
  [{ kind: 'meeting', text: 'Показать образцы новой партии.' }, 1, 0],
  [{ kind: 'promise', text: 'Скидка на следующий заказ, если оплатят этот в срок.' }, 1, 24],
];
const DAY = 86_400_000;

/** `parties`: records to speak of. */
export async function seedDiary(view: PrivateView, parties: readonly string[], user: string, now: Date): Promise<void> {
  for (const [said, at, days] of SAID) {
    const record = at === null ? undefined : parties[at % Math.max(1, parties.length)];
    const due = days === null ? null : new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
    const note: NoteDraft = {
      participants: [], pinned: false, ...said, isPrivate: false,
      about: record === undefined ? null : { entity: 'counterparty', record }, followUp: due === null ? null : { due, assignee: user, doneAt: null },
    }; // prettier-ignore
    await view.saveNote(note, null);
  }
}
