/** Where the simulator listens. */
export const origin = process.env.SIMULATOR_ORIGIN;

/** Whether this is a PNG in Base64, or its bytes. */
export function isPng(image) {
  const bytes = typeof image === 'string' ? Buffer.from(image, 'base64') : Buffer.from(image);
  return bytes.subarray(1, 4).toString() === 'PNG';
}

/** Whether a PNG has an alpha channel. */
export function hasAlpha(image) {
  return Buffer.from(image, 'base64')[25] === 6;
}
