import { useId, useState, type FormEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { isoOf } from '../filters/asked.js';
import { type View } from '../filters/view.js';
import { PopoverButton } from '../elements/popover-button.js';
import { LONGEST_NAME, readViews, withView, writeViews, type StoredView } from './stored-views.js';

/** Views under a name in this browser, and links for others. */
export function SavedViews({ view }: { readonly view: View }) {
  return (
    <PopoverButton className="link opens" label="Saved views and links" summary="Views" testId="views">
      {(close) => <ViewsPanel view={view} close={close} />}
    </PopoverButton>
  );
}

function ViewsPanel({ view, close }: { readonly view: View; readonly close: () => void }) {
  const id = useId();
  const { pathname, search } = useLocation();
  const [views, setViews] = useState(readViews);
  const [name, setName] = useState('');
  const [said, setSaid] = useState('');
  const keep = (next: readonly StoredView[], words: string): void => {
    setViews(next);
    setSaid(writeViews(next) ? words : 'This browser keeps nothing, so it lasts only as long as this page.');
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    keep(withView(views, { name: name.trim(), address: pathname + search }), `Saved “${name.trim()}”.`);
    setName('');
  };
  const copy = async (query: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(`${window.location.origin}${pathname}${query}`);
      setSaid('Copied.');
    } catch {
      setSaid('This browser does not let pages copy; the address bar has the link.');
    }
  };
  return (
    <div className="views">
      {views.length === 0 ? (
        <p className="muted">No view is saved in this browser yet.</p>
      ) : (
        <ul>
          {views.map((saved) => (
            <li key={saved.name}>
              <Link to={saved.address} onClick={close} dir="auto">
                {saved.name}
              </Link>
              <button
                type="button"
                className="link"
                aria-label={`Delete the view ${saved.name}`}
                onClick={() =>
                  keep(
                    views.filter(({ name: other }) => other !== saved.name),
                    'Deleted.',
                  )
                }
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={save}>
        <label htmlFor={id}>Save this page and its filters as</label>
        <div className="row">
          <input
            id={id}
            value={name}
            maxLength={LONGEST_NAME}
            onChange={({ target }) => setName(target.value)}
            data-testid="view-name"
          />
          <button type="submit" className="button" disabled={name.trim() === ''}>
            Save
          </button>
        </div>
      </form>
      <div className="button-row">
        <button type="button" className="link" onClick={() => void copy(search)}>
          Copy the link
        </button>
        {view.filter.asOf === undefined && (
          <button
            type="button"
            className="link"
            onClick={() => void copy(view.hrefFor({ asOf: isoOf(Math.floor(view.asOf / 1000) * 1000) }))}
          >
            Copy a link to exactly this moment
          </button>
        )}
      </div>
      <p role="status" className="muted">
        {said}
      </p>
    </div>
  );
}
