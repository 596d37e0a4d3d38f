/** Addresses and the ranges that hold them.
 *
 * @module
 */

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
