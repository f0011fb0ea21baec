/** What the server says in a story, it says in English to an English reader: no Russian word is left in the English pictures. */
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { widgetNames } from '../../../widgets/build.js';
import { inEnglish, isWritten } from '../../browser/story-english.ts';
import type { Stories, StoryAnswer } from '../../../widgets/story.ts';

/** What people or a base named stays as it is: firms, persons, addresses, goods, numbers of documents. */
const NAMED =
  /«[^»]*(?:„[^“]*“)?»|Catalog_\S+|Document_\S+|[А-Я]{2}-?СЧЁТ-\S+|(?:СЧ|ТС|Б)\d*-\S+|ООО|ИП|АО|Акционерное общество|Общество с ограниченной ответственностью|Иванова А\.|Петров [БВ]\.|Константинопольская-Преображенская А\. В\.|Ёлкина Мария Сергеевна|Орлов|Северстрой(?:-Юг)?|Вега|Beгa|Вегин|Кедр Софт|Ромашка|ТЕХСНАБ|РОМАШКА|ул\. .+|пр-т .+|Нижний Новгород|Петропавловск-Камчатский|БолтСервис|Болт М8х40 оц\.|Болт(?: [МХ\d×]+)?(?: оцинкованный)?|Доставка до объекта|Отгрузка .+|"Рога"; и копыта|Контрагенты|Гайка .+|Гайка|(?:name:)?[Шш]пилька .+|Крепёж\+|МетизТорг|101000, Москва.+|КП № \d+|Производственно-коммерческое объединение|<b>жирно<\/b>/gu;

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => (isWritten(value, key) ? [] : textsOf(one)))
    : [];
};
const bodiesOf = (answer: StoryAnswer): unknown[] => [answer.body, ...(answer.then ? bodiesOf(answer.then) : [])];

describe('stories in English', () => {
  const told = widgetNames().filter((name) => existsSync(join(import.meta.dirname, '../../../widgets', name, 'story.ts')));
  for (const widget of told)
    it(`${widget}: every word of the server`, async () => {
      const { stories } = (await import(`../../../widgets/${widget}/story.ts`)) as { stories: Stories };
      const texts = Object.values(stories).flatMap(({ calls }) => Object.values(calls).flatMap(bodiesOf).map(inEnglish).flatMap(textsOf)); // prettier-ignore
      const russian = [...new Set(texts)].filter((text) => /[а-яё]/iu.test(text.replace(NAMED, '')));
      expect(russian).to.deep.equal([]);
    });
});
