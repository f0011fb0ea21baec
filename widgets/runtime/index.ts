/**
 * What a widget imports; `parts.ts` has the rest (tables, forms, dialogs), which only some widgets need. A widget is
 * `widgets/{name}/index.tsx` (default export: defineWidget), `messages.ts` (ru and en) and `story.ts` (its states with fixed
 * data); `counterparty` is the one to copy. Nothing else of the runtime may be imported, or it comes twice.
 *
 * - `useSidebook()` entity, texts `t`, `format`, `api`, `emit`, width; `useT()` texts alone
 * - `useResource<Answer>(path)` GET, polled while visible; `<States of={…}>` shows every state it can be in
 * - `useAction<Answer>()` POST/PATCH with one key for an intention; `.failure` goes to `<FailureNotice>`
 * - `useDirty(flag)` something typed is not saved
 */
export { type Action, useAction } from './action.ts';
export { focusable } from './base/focus.ts';
export { Icon, type IconName } from './base/icon.tsx';
export { Ago, At, Button, type ButtonProps, CopyButton, Details, Money, Status, type Tone, Unknown } from './base/simple.tsx';
export { type Events, type Sidebook, useAfter, useDirty, useSidebook, useT } from './context.ts';
export { asFailure, Failure, type FailureKind } from './failure.ts';
export { defineWidget, type Handle, mount, type MountOptions, type WidgetDefinition } from './mount.tsx';
export { type Resource, useKept, useResource } from './resource.ts';
export { Empty, FailureNotice, Notice, Skeleton, States } from './states.tsx';
export type { Api, ApiRequest } from './transport.ts';
/** For shells, stories and parts.ts only. */
export { registerStyles } from './style.ts';
export { createTokens } from './auth.ts';
export { createApi } from './transport.ts';
export { INLINE_ELEMENT, eventName } from './prefix.ts';
export { TOKENS } from './themes.ts';
