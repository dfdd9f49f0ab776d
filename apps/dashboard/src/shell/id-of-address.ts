/** What follows the page's name in an address, as it was before it was encoded. */
export function idOf(pathname: string): string {
  const encoded = pathname.split('/')[2] ?? '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Typed by hand: a "%" that encodes nothing can only mean itself.
    return encoded;
  }
}
