/**
 * For how long the parts that a merge has replaced are kept, in seconds.
 *
 * TRICKY: this build of the engine would remove them within a second (a server: after eight minutes). A merge that could
 * not be written, or was not yet on the disk when the power went, would leave nothing to go back to: at its next start
 * the engine drops a part that is short, and takes those that it came from, where they are still there. Within this time
 * a failed write is noticed (see FailedWrites), and the operating system has written everything to the disk.
 */
const KEEP_REPLACED_PARTS_S = 120;

/**
 * Settings of the engine as a whole, as it reads them from its configuration.
 *
 * @param keepFreeBytes inserts and merges are refused (243) where they would leave less than this free
 */
export function storageSettings(keepFreeBytes: number): string {
  return (
    `<merge_tree><old_parts_lifetime>${KEEP_REPLACED_PARTS_S}</old_parts_lifetime></merge_tree>` +
    `<storage_configuration><disks><default><keep_free_space_bytes>${keepFreeBytes}</keep_free_space_bytes>` +
    `</default></disks></storage_configuration>`
  );
}
