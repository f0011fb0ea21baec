/** Names as they go into the store: one line, no characters that hide or turn text; emoji and Arabic stay as they are. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Most texts are clean as they are. */
const CLEAN = /^[!-~А-яЁё№]+(?: [!-~А-яЁё№]+)*$/;

export const cleanText = (text: string): string => (CLEAN.test(text) ? text : cleaned(text));

const cleaned = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').replace(HIDDEN, '').trim();
