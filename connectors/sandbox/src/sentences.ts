const WORDS = (
  'morning evening coffee train garden river window letter music summer winter bridge market paper story question answer ' +
  'friend number picture kitchen travel weather ticket dinner doctor engine forest harbour island journey lantern mountain'
).split(' ');

/** Multiplier and increment of the generator of Numerical Recipes, modulo 2^32. */
const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;

/** A text of five to twelve words that begins with its number: always the same for the same number. */
export function sentence(index: number): string {
  let state = index + 1;
  const draw = (below: number): number => {
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const length = 5 + draw(8);
  return `${index + 1}: ${Array.from({ length }, () => WORDS[draw(WORDS.length)]).join(' ')}`;
}
