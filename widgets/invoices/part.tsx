import type { ComponentChildren } from 'preact';

/** A part of an invoice with its heading. */
export const Part = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section class="sb-inv-part">
    <h3>{title}</h3>
    {children}
  </section>
);
