/** CRC-32 (ISO-HDLC, the one of zip and Ethernet): finds damage. It is no signature, so readers check everything else too. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/**
 * @param sum the result for the bytes before, to go on from
 * @returns an unsigned 32-bit number
 */
export function checksum(bytes: Uint8Array, sum = 0): number {
  let rest = ~sum;
  for (let i = 0; i < bytes.length; i++) rest = (rest >>> 8) ^ (TABLE[(rest ^ (bytes[i] as number)) & 255] as number);
  return ~rest >>> 0;
}
