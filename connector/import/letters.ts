/** How much a text looks like Russian or German: the letters that follow one another, and the case they are in. */
const PAIRS = // the pairs that make up 95 % of Russian text
  'а:бвгдежзйклмнпрстхцчшюя б:аелнорущъы в:аеиклностуыья г:аеиорл д:аеилмнору е:вгдезйклмнрстчшщ ж:деин з:авдмноы и:вдезийклмнрстхцчшя й:лстк к:аеилопртуц л:аежинотьюя м:аеимоуя н:адеинотуыякт о:бвгдежзийклмнопрстхчя п:аеилопру р:авгеимностуыьяк с:авеиклмнопрстучыья т:авеикнорсуыь у:гджкмпрстхюбчн ф:ао х:ор ц:еи ч:аеинткт ш:еиакту щ:еи ъ:е ы:вейст ь:зкнтш э:т ю:тчщ я:знт';
const KNOWN = new Set(PAIRS.split(' ').flatMap((of) => [...of.slice(2)].map((second) => of.charAt(0) + second)));
const UMLAUTS = /[äöüßéèêàáâçñåøæóôíúë]/;
const MARKS = /[«»№—–“”„’‘°±×²³µ€§©®™…•·½¼¾Ø\u00a0]/;

/** Per letter beyond ASCII: about 1 for words as people write them, below 0 for letters read by the wrong table. */
export function likeness(text: string): number {
  let [score, strange] = [0, 0];
  for (const [word] of text.matchAll(/\p{L}+/gu)) if (/[^a-z]/i.test(word)) score += wordScore(word);
  for (const c of text)
    if (c > '\u007f') {
      strange++;
      if (!/\p{L}/u.test(c) && !MARKS.test(c)) score -= 2;
    }
  return strange === 0 ? 0 : score / strange;
}

function wordScore(word: string): number {
  const small = word.toLowerCase().replaceAll('ё', 'е');
  let score = /^[a-z]*$/.test(small) ? 0 : Math.min(0, 2 - word.length); // one letter alone says little
  for (let i = 1; i < word.length; i++) score += pairScore(small.charAt(i - 1), small.charAt(i)) + caseScore(word, i);
  return score;
}

function pairScore(a: string, b: string): number {
  if (isLatin(a) && isLatin(b)) return 0;
  if (UMLAUTS.test(a) || UMLAUTS.test(b)) return isLatin(a) || isLatin(b) ? 1 : -2;
  if (isLatin(a) || isLatin(b)) return -2;
  return KNOWN.has(a + b) ? 1.5 : -1;
}
const isLatin = (c: string): boolean => c >= 'a' && c <= 'z';

/** "оПХБЕР": no word goes up again after a small letter. */
function caseScore(word: string, i: number): number {
  const [a, b] = [word.charAt(i - 1), word.charAt(i)];
  return isSmall(a) && !isSmall(b) ? -2 : 0;
}
const isSmall = (c: string): boolean => c === c.toLowerCase() && c !== c.toUpperCase();
