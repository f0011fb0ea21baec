/** What a story is: a widget in one state, with fixed data and a fixed clock. */
export interface Story {
  readonly entity?: string | null;
  /** What the API answers, by "GET counterparty" (method, path without query). Without a line for a call: 404. */
  readonly calls: Readonly<Record<string, StoryAnswer>>;
  /**
   * Bring it into its state before it is looked at: what to press, by visible text or key of it, or by a selector that begins with
   * `.` or `[`, in order; "type:…" types where the focus is, "key:…" presses a key.
   */
  readonly press?: readonly string[];
  /** What a test of behaviour does itself from there; done when the story is only looked at. */
  readonly further?: readonly string[];
  /** Milliseconds of the fixed clock to let pass. */
  readonly wait?: number;
}
export interface StoryAnswer {
  /** 200 without. 'lost': the network is down; 'never': no answer at all. */
  readonly status?: number | 'lost' | 'never';
  readonly body?: unknown;
  /** From the second call on. */
  readonly then?: StoryAnswer;
}
export type Stories = Readonly<Record<string, Story>>;
/** Somebody else changed it meanwhile, as the server says it of what is private. */
export const movedMeanwhile = (): StoryAnswer => {
  const title = 'Это тем временем изменил кто-то другой.';
  return refused(412, 'private-moved', title, title, 'Посмотрите ещё раз и повторите правку.', 'you');
};
/** Access ran out and cannot be renewed in silence; asked once more, it is done. */
export const onceExpired = (then: StoryAnswer): StoryAnswer => {
  const expired = refused(401, 'token-expired', 'Доступ истёк', '', '', 'itself');
  return { ...expired, then: { ...expired, then } };
};
/** The moment of every story. */
export const STORY_NOW = '2026-11-21T09:45:00Z';
export const STORY_TZ = 'Europe/Moscow';

/** A refusal as the server words it. */
export const refused = (
  status: number,
  code: string,
  title: string,
  detail: string,
  next: string,
  who = 'admin',
): StoryAnswer => ({
  status,
  body: { type: `urn:sidebook:${code}`, title, status, detail, code, next, who, traceId: '7f3a91c2d4e5' },
});
