/** Addresses and the ranges that hold them.
 *
 * Counts are exact, because an IPv6 range has more addresses than a number holds.
 *
 * @module
 */
import type { AllocationPool } from "./types.ts";

/** An IPv4 or IPv6 address as a number. */
export interface Address {
  /** 32 or 128. */
  readonly bits: number;
  readonly value: bigint;
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return readAddress(text) !== undefined;
}

/** Whether a range such as `10.0.0.0/24` holds an address; never if one of them is none. */
export function holdsAddress(cidr: string, text: string): boolean {
  const [start = "", length = ""] = cidr.split("/");
  const [base, address] = [readAddress(start), readAddress(text)];
  if (!base || !address || base.bits !== address.bits || !/^\d{1,3}$/.test(length)) return false;
  const host = BigInt(Math.max(0, base.bits - Number(length)));
  return base.value >> host === address.value >> host;
}

/** Reads an address; undefined if a text is none. */
export function readAddress(text: string): Address | undefined {
  return text.includes(":") ? readIpv6(text) : readIpv4(text);
}

function readIpv4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

/** The parser of URLs knows every spelling, and gives back groups of hexadecimal digits. */
function readIpv6(text: string): Address | undefined {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text)) return undefined;
  const hostname = URL.parse(`http://[${text}]/`)?.hostname;
  if (hostname === undefined) return undefined;
  const [head = [], tail = []] = hostname.slice(1, -1).split("::").map((half) =>
    half.split(":").filter((group) => group !== "")
  );
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  const digits = [...head, ...zeros, ...tail].map((group) => group.padStart(4, "0")).join("");
  return { bits: 128, value: BigInt(`0x${digits}`) };
}

/** How many addresses a range such as `10.0.0.0/24` has; undefined if a text is none. */
export function rangeSize(cidr: string | undefined): bigint | undefined {
  const [start = "", length = ""] = cidr?.split("/") ?? [];
  const base = readAddress(start);
  if (!base || !/^\d{1,3}$/.test(length) || Number(length) > base.bits) return undefined;
  return 1n << BigInt(base.bits - Number(length));
}

/** Addresses in allocation pools; undefined if one of them cannot be read. */
export function poolSize(pools: readonly AllocationPool[] | undefined): bigint | undefined {
  const ranges = readPools(pools);
  return ranges?.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

/** Tells of an address whether allocation pools hold it; undefined if one of them cannot be read. */
export function inPools(
  pools: readonly AllocationPool[] | undefined,
): ((text: string) => boolean) | undefined {
  const ranges = readPools(pools);
  return ranges && ((text) => {
    const value = readAddress(text)?.value;
    return value !== undefined && ranges.some(({ first, last }) => first <= value && value <= last);
  });
}

function readPools(
  pools: readonly AllocationPool[] | undefined,
): { first: bigint; last: bigint }[] | undefined {
  const ranges = pools?.flatMap(({ start, end }) => {
    const [first, last] = [start, end].map((address) => readAddress(address ?? "")?.value);
    return first === undefined || last === undefined || last < first ? [] : [{ first, last }];
  });
  return ranges?.length === pools?.length ? ranges : undefined;
}
