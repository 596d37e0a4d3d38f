import assert from "node:assert/strict";
import { readPublicKey } from "./public_key.ts";

/** A line of OpenSSH out of its fields. */
function line(type: string, ...numbers: readonly Uint8Array[]): string {
  const fields = [new TextEncoder().encode(type), ...numbers].flatMap((field) => [
    ...[24, 16, 8, 0].map((shift) => (field.length >>> shift) & 255),
    ...field,
  ]);
  return `${type} ${new Uint8Array(fields).toBase64()} alice@example`;
}

/** An RSA modulus of so many bits: its first byte is zero if the next could be read as a sign. */
function modulus(bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits / 8)).fill(255);
  bytes[0] = (1 << ((bits - 1) % 8 + 1)) - 1;
  return bits % 8 === 0 ? new Uint8Array([0, ...bytes]) : bytes;
}

const EXPONENT = new Uint8Array([1, 0, 1]);

for (const bits of [1024, 2047, 2048, 3072, 4096]) {
  Deno.test(`readPublicKey counts the ${bits} bits of an RSA key`, () => {
    assert.deepEqual(readPublicKey(line("ssh-rsa", EXPONENT, modulus(bits))), { kind: "rsa", bits });
  });
}

Deno.test("readPublicKey tells DSA from what is neither it nor RSA", () => {
  assert.equal(readPublicKey(line("ssh-dss", modulus(1024)))?.kind, "dsa");
  assert.equal(readPublicKey(line("ssh-ed25519", new Uint8Array(32)))?.kind, "other");
  assert.equal(readPublicKey(line("ecdsa-sha2-nistp256", new Uint8Array(32)))?.kind, "other");
});

Deno.test("readPublicKey reads nothing out of what is no key", () => {
  const broken = ["ssh-rsa", "ssh-rsa !!!", "ssh-rsa AAAA/w==", line("ssh-rsa", EXPONENT)];
  for (const text of ["", ...broken, "-----BEGIN CERTIFICATE-----\nAA"]) {
    assert.equal(readPublicKey(text), undefined, text);
  }
});

/** Self-signed, with an RSA key of 1024 bits. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB9jCCAV+gAwIBAgIUOraPez7SGLztr5qUNdpnZtJHn7EwDQYJKoZIhvcNAQEL
BQAwDDEKMAgGA1UEAwwBdzAgFw0yNjExMjEyMDU3MTFaGA8yMTI2MTAyODIwNTcx
MVowDDEKMAgGA1UEAwwBdzCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAxT7a
0SrFsyHC7i2uc7l2/77zGqXSaNpcxA7nQrCDLVGpItcvEjiIAZgLoJ/QuPR8IBxg
5j384Fy8bjy4xx3ItGjDFvuW7BZVIfavaIu8e8ykQCsdrz6btIQSGRPiidJ1t/Pl
/75Xo0kUcu4jtqJhTiGEDVydMjtcXtJ3c8+2nIUCAwEAAaNTMFEwHQYDVR0OBBYE
FCrPBqkpREP2omGNICMnHwQNnZLZMB8GA1UdIwQYMBaAFCrPBqkpREP2omGNICMn
HwQNnZLZMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAduhef5fK
VtxYq2j0KrVh7aKvYaOIw3tIUwC7I0WAD0YbTQAxSBi7trA76PqgKMfaVtFaXXsh
Ec62ZtyR90j6LxgiVlbyTI6GN4cipT9ApscFBo8sfSuBGVQUlQC5ZEfF/YihNHoM
NTSge6h8rRIoCvu5A5ZvNOkd4dWYtQ92wuI=
-----END CERTIFICATE-----`;

Deno.test("readPublicKey reads the key of a certificate", () => {
  assert.deepEqual(readPublicKey(CERTIFICATE), { kind: "rsa", bits: 1024 });
});
