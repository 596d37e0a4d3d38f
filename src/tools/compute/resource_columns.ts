/** Names of Placement's resource classes as columns of tables of hosts.
 *
 * @module
 */

/** The classes that have columns; the rest share one. */
export const RESOURCE_COLUMNS = [
  { resourceClass: "VCPU", name: "vcpus", unit: "" },
  { resourceClass: "PCPU", name: "pinned_cpus", unit: "" },
  { resourceClass: "MEMORY_MB", name: "ram", unit: "_mib" },
  { resourceClass: "DISK_GB", name: "disk", unit: "_gib" },
] as const;

/** The classes of {@linkcode RESOURCE_COLUMNS}. */
export const CLASSES_WITH_COLUMNS: ReadonlySet<string> = new Set(
  RESOURCE_COLUMNS.map(({ resourceClass }) => resourceClass),
);
