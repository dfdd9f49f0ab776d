/** Longer names are cut: nobody reads on, and an event takes no more. */
const LONGEST = 200;
/** Characters that break lines or turn the direction of what follows, and halves of surrogate pairs. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are what a name must not bring into a message
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\p{Surrogate}+/gu;

/**
 * A name of a team or a stage as text of one line that can't affect what is around it. Markup stays as it is: escaping
 * it is for whoever writes a format that has markup.
 * @returns 1 to 200 characters
 */
export function plainName(name: string): string {
  const text = name.replace(UNSAFE, ' ').replace(/ {2,}/g, ' ').trim();
  const cut = [...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join('')}…` : text;
  return cut === '' ? '(no name)' : cut;
}
