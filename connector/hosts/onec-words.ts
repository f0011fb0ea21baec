/** What the sentences of a 1C configuration mean, over whichever interface they come (hosts/1c.md 2.10, 5.1). */

/** Module paths with line numbers in braces are for programmers. */
export const sentenceOf = (text: string): string => text.replace(/\{[^{}]*\(\d+\)\}:?\s*/g, '').replace(/\s+/g, ' ').trim().slice(0, 500); // prettier-ignore

/** A lock of the database, not a party somebody blocked. */
export const LOCK = /конфликт блокировок|превышено максимальное время ожидания|ошибка блокировки|не удалось заблокировать|уже заблокирован|заблокирован\S* другим|lock conflict/i; // prettier-ignore
export const CLOSED = /запрещ[её]нн\S* период|запрещено изменять данные|дат[аы] запрета|prohibited period|period is closed/i;
export const INTERNAL = /внутренняя ошибка|internal error/i;
