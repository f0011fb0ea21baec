/** Lines of label and value. */
import type { ComponentChildren } from 'preact';

/** One line: what it is on the left, the value on the right, a remark beneath. */
export function Line(props: {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly strong?: boolean;
}) {
  return (
    <div class={`sb-line ${props.strong ? 'sb-strong' : ''}`}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
      {props.note !== undefined && <dd class="sb-note sb-under">{props.note}</dd>}
    </div>
  );
}

/** Lines of label and value. */
export const Lines = ({ children }: { readonly children: ComponentChildren }) => <dl class="sb-lines">{children}</dl>;
