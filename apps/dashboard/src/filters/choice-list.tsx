import {
  Autocomplete,
  Input,
  ListBox,
  ListBoxItem,
  ListLayout,
  SearchField,
  useFilter,
  Virtualizer,
} from 'react-aria-components';
import { type Option } from './choice.js';

interface ChoiceListProps {
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Any number of options, found by typing; the arrows move in the list while the typing goes on. */
export default function ChoiceList({ title, options, chosen, onChange }: ChoiceListProps) {
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <div className="choice">
      <Autocomplete filter={contains}>
        <SearchField
          aria-label={`Find in ${title.toLowerCase()}`}
          type="text"
          autoFocus
          className="choice-search"
        >
          {/* The focus stays here while the arrows go through the list, and scroll it: that is a combobox, and read as one. */}
          <Input placeholder="Find" role="combobox" aria-expanded="true" aria-haspopup="listbox" />
        </SearchField>
        <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 34 }}>
          <ListBox
            aria-label={title}
            className="choice-list"
            items={options.map(({ value, label }) => ({ id: value, label }))}
            selectionMode="multiple"
            // Escape closes the panel; it must not undo what was chosen in it.
            escapeKeyBehavior="none"
            selectedKeys={chosen}
            onSelectionChange={(keys) =>
              onChange(keys === 'all' ? options.map(({ value }) => value) : [...keys].map(String))
            }
            renderEmptyState={() => <p className="muted">None of that name.</p>}
          >
            {({ id, label }) => (
              <ListBoxItem id={id} textValue={label} className="choice-item">
                {({ isSelected }) => (
                  <>
                    <span aria-hidden="true" className="choice-mark">
                      {isSelected ? '✓' : ''}
                    </span>
                    <span dir="auto">{label}</span>
                  </>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Autocomplete>
      {chosen.length > 0 && (
        <button type="button" className="link" onClick={() => onChange([])}>
          All {title.toLowerCase()}
        </button>
      )}
    </div>
  );
}
