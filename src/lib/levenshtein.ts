/** How many letters must change to make one word of another. */
export { distance } from 'fastest-levenshtein'
