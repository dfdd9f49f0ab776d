/** To the application in the system it came from. Only web addresses become links: they come with events. */
export function AtsLink({ url, label }: { readonly url: string | null | undefined; readonly label: string }) {
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) return null;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="ats" data-testid="ats-link">
      <span aria-hidden="true">↗</span>
      <span className="visually-hidden">{label} (opens in a new window)</span>
    </a>
  );
}
