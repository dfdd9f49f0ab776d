import './styles/index.css';
import { createQueryClient } from './query-client.js';
import { askEarly } from './shell/ask-early.js';
import { applyTheme, storedTheme } from './shell/theme.js';

// The first script, and a small one: it asks for the figures while the page itself is still read.
applyTheme(storedTheme());

export const client = createQueryClient();

/** Once the organisation is known, and the first figures are asked for. */
export const asked = askEarly(client, location);

void import('./main.js');
