/** A text whose phones, numbers and dates stay whole as long as a line has room for them: "000-11-22" is no word to divide. */
export function Whole({ text }: { readonly text: string }) {
  const parts = text.split(/(\S*(?:\d-|-\d)\S*)/);
  return <>{parts.map((part, i) => (i % 2 === 1 ? <span key={i} class="sb-pr-whole">{part}</span> : part))}</>;
} // prettier-ignore
