import { dictionaryPage } from './dictionary.js';

process.stdout.write(dictionaryPage());
