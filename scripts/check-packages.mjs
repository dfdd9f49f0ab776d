// Checks that each package of this repository says its licence.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

const licenceOf = (folder) => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')).license;
const folders = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
);
const without = folders.filter((folder) => licenceOf(folder) !== licenceOf('.'));
for (const folder of without) console.error(`${folder}/package.json: no licence, or not ${licenceOf('.')}`);
if (without.length === 0) console.error(`${folders.length} packages under ${licenceOf('.')}`);
process.exit(without.length === 0 && licenceOf('.') !== undefined ? 0 : 1);
