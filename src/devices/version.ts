/** The version in package.json, which devices cannot import; a test holds the two together. */
export const VERSION = '0.1.0';
