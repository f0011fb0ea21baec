declare module 'jaro-winkler' {
  /** Jaro-Winkler similarity, 0..1. */
  export default function distance(a: string, b: string, options?: { caseSensitive?: boolean }): number;
}

declare module 'snowball-stemmers' {
  interface Stemmer {
    stem(word: string): string;
  }
  const stemmers: { newStemmer(language: 'russian' | 'english'): Stemmer };
  export default stemmers;
}
