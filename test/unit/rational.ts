/** An oracle for decimal arithmetic that shares nothing with the code under test: whole numbers only. */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint; // > 0
}

export function rational(text: string): Rational {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const top = BigInt(whole + fraction);
  return { top: negative ? -top : top, bottom: 10n ** BigInt(fraction.length) };
}

export const times = (a: Rational, b: Rational): Rational => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });
export const over = (a: Rational, n: bigint): Rational => ({ top: a.top, bottom: a.bottom * n });
export const plus = (a: Rational, b: Rational): Rational => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});
export const minus = (a: Rational, b: Rational): Rational => plus(a, { top: -b.top, bottom: b.bottom });

/** Decimal text with at most `places` places, half away from zero, without trailing zeros. */
export function rounded({ top, bottom }: Rational, places: number): string {
  const size = top < 0n ? -top : top;
  const scaledUp = size * 10n ** BigInt(places) * 2n;
  const units = (scaledUp + bottom) / (bottom * 2n);
  return textOf(top < 0n ? -units : units, places);
}

/** units / 10^places as canonical text. */
export function textOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  const text = fraction === '' ? digits.slice(0, cut) : `${digits.slice(0, cut)}.${fraction}`;
  return units < 0n ? `-${text}` : text;
}
