/** Bytes of a mapping file; the larger ones that are known have 4 KiB. */
export const MAX_MAPPING_BYTES = 64 * 1024;
export const MAX_RULES = 200;
/** Of a CSV file, and fields of a JSON record. */
export const MAX_COLUMNS = 2_000;
/** Characters of a column's name, or of the path of a field of a JSON record. */
export const MAX_COLUMN_NAME = 1_000;
/** Characters of a template, of a regular expression, of a time format. */
export const MAX_TEMPLATE = 1_000;
export const MAX_PATTERN = 1_000;
export const MAX_FORMAT = 200;
/** Characters of a cell, and of what a template makes of several. */
export const MAX_CELL = 128 * 1024;
/** Characters of a line, and of a record of several lines. */
export const MAX_RECORD = 2 * 1024 * 1024;
/** So many problems of a mapping, or of one row, are listed. */
export const MAX_LISTED_FAULTS = 100;
